// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.PostgresStore;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;

/** {@link Orders} with Hibernate: one session for each transaction, so for each tenant. */
final class HibernateOrders implements Orders {

  private final PostgresStore store;
  private final SessionFactory sessions;

  HibernateOrders(PostgresStore store, SessionFactory sessions) {
    this.store = store;
    this.sessions = sessions;
  }

  @Override
  public void place(TenantId tenant, SessionId conversation, UUID id, String item) {
    // snippet: hibernate
    sessions.inTransaction(
        session -> {
          TenantStore joined =
              session.doReturningWork(connection -> store.join(tenant, connection));
          joined.sessions().append(conversation, Orders.note(item));
          session.persist(new PurchaseOrder(id, item));
        });
    // end
  }

  @Override
  public List<String> items(TenantId tenant) {
    return sessions.fromTransaction(
        session -> {
          session.doWork(connection -> store.join(tenant, connection));
          return session
              .createSelectionQuery("select item from PurchaseOrder order by item", String.class)
              .getResultList();
        });
  }
}
