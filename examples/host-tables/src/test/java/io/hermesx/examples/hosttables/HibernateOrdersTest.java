// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.TenantId;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HibernateOrdersTest extends OrdersContract {

  private static final SessionFactory SESSIONS = sessions(Shop.open().login("shop_app"));

  private static SessionFactory sessions(DataSource source) {
    // snippet: factory
    Configuration configuration = new Configuration().addAnnotatedClass(PurchaseOrder.class);
    configuration.getProperties().put("hibernate.connection.datasource", source);
    SessionFactory sessions = configuration.buildSessionFactory();
    // end
    return sessions;
  }

  @AfterAll
  static void close() {
    SESSIONS.close();
  }

  @Override
  Orders orders() {
    return new HibernateOrders(store(), SESSIONS);
  }

  private UUID placed(TenantId tenant) {
    SessionId conversation = new SessionId(UUID.randomUUID());
    store().forTenant(tenant).sessions().create(conversation, "user:alice", "a new pump");
    UUID id = UUID.randomUUID();
    orders().place(tenant, conversation, id, "pump");
    return id;
  }

  private void join(Session session, TenantId tenant) {
    session.doWork(connection -> store().join(tenant, connection));
  }

  @Test
  void entityOfAnotherTenant_askedForById_isNotFound() {
    UUID id = placed(new TenantId(UUID.randomUUID()));

    PurchaseOrder found =
        SESSIONS.fromTransaction(
            session -> {
              join(session, new TenantId(UUID.randomUUID()));
              return session.find(PurchaseOrder.class, id);
            });

    assertThat(found).isNull();
  }

  /** What the guide warns of: a session remembers what it read, and does not ask the database. */
  @Test
  void sessionThatOutlivesItsTransaction_remembersTheTenantBefore() {
    TenantId acme = new TenantId(UUID.randomUUID());
    UUID id = placed(acme);

    try (Session session = SESSIONS.openSession()) {
      session.beginTransaction();
      join(session, acme);
      assertThat(session.find(PurchaseOrder.class, id)).isNotNull();
      session.getTransaction().commit();

      session.beginTransaction();
      join(session, new TenantId(UUID.randomUUID()));
      assertThat(session.find(PurchaseOrder.class, id)).isNotNull();
      session.clear();
      assertThat(session.find(PurchaseOrder.class, id)).isNull();
      session.getTransaction().rollback();
    }
  }
}
