// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.store.Directory;
import io.hermesx.core.store.step.PageSize;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.TenantStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What can be asked before the tenant is known, through two functions of the database that answer
 * that and nothing else. Thread-safe. Presenting a key is one round trip, since every request of a
 * service begins with it.
 */
final class PostgresDirectory implements Directory {

  private static final Field<?>[] FOUND =
      Stream.concat(
              Stream.of(ApiKeyTable.TENANT_ID, TenantTable.STATUS), ApiKeyTable.COLUMNS.stream())
          .toArray(Field<?>[]::new);

  private static final String FIND =
      "select "
          + Stream.of(FOUND).map(Field::getName).collect(Collectors.joining(", "))
          + " from hermesx.find_api_key(?)";

  private final Transactions transactions;

  PostgresDirectory(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<ApiKeyGrant> findApiKey(Sha256 hash) {
    return transactions.asking(connection -> find(connection, hash));
  }

  private Optional<ApiKeyGrant> find(TenantConnection connection, Sha256 hash) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setBytes(1, hash.octets());
      try (ResultSet rows = statement.executeQuery()) {
        Record row = Dialect.on(connection).fetchOne(rows, FOUND);
        Instant now = transactions.timeOf(connection);
        return Optional.ofNullable(row).map(found -> grant(found, now));
      }
    }
  }

  private static ApiKeyGrant grant(Record row, Instant now) {
    ApiKey key = ApiKeyTable.read(row);
    return new ApiKeyGrant(
        new TenantId(row.get(ApiKeyTable.TENANT_ID)),
        TenantStatus.valueOf(row.get(TenantTable.STATUS)),
        key,
        key.stateAt(now));
  }

  @Override
  public List<Tenant> tenants(PreparedEvent onRecord, Optional<TenantId> after, int limit) {
    PageSize.require(limit);
    return transactions.administering(
        onRecord.tenant(),
        tx -> {
          tx.stageNow(onRecord);
          return tx.reading()
              .select(TenantTable.COLUMNS)
              .from(
                  "hermesx.list_tenants({0}, {1}, {2})",
                  DSL.val(onRecord.id()),
                  DSL.val(after.map(TenantId::value).orElse(null), SQLDataType.UUID),
                  DSL.val(limit))
              .fetch(TenantTable::read);
        });
  }
}
