// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.PostgresStore;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** {@link Orders} with jOOQ. */
final class JooqOrders implements Orders {

  private static final Table<Record> ORDERS = table(name("shop", "orders"));
  private static final Field<UUID> ID = field(name("id"), UUID.class);
  private static final Field<String> ITEM = field(name("item"), String.class);

  private final PostgresStore store;
  private final DSLContext sql;

  JooqOrders(PostgresStore store, DataSource source) {
    this.store = store;
    this.sql = DSL.using(source, SQLDialect.POSTGRES);
  }

  @Override
  public void place(TenantId tenant, SessionId conversation, UUID id, String item) {
    // snippet: jooq
    sql.transaction(
        transaction -> {
          TenantStore joined =
              transaction.dsl().connectionResult(connection -> store.join(tenant, connection));
          joined.sessions().append(conversation, Orders.note(item));
          transaction.dsl().insertInto(ORDERS).set(ID, id).set(ITEM, item).execute();
        });
    // end
  }

  @Override
  public List<String> items(TenantId tenant) {
    return sql.transactionResult(
        transaction -> {
          transaction.dsl().connection(connection -> store.join(tenant, connection));
          return transaction.dsl().select(ITEM).from(ORDERS).orderBy(ITEM).fetch(ITEM);
        });
  }
}
