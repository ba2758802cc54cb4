// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.store.postgres.PostgresStore;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/** What a host commits anyway, a message of a conversation, with one event staged or without. */
final class HostTransaction {

  private static final JsonObject BODY =
      JsonObject.parseObject(
          "{\"role\":\"user\",\"content\":\"" + "where is my order? ".repeat(8) + "\"}");

  private final PostgresStore store;
  private final TenantId tenant;
  private final SessionId session;

  HostTransaction(PostgresStore store, TenantId tenant) {
    this.store = store;
    this.tenant = tenant;
    this.session = new SessionId(IdSource.secure(Clock.systemUTC()).next());
    store.forTenant(tenant).sessions().create(session, "user:alice", "an order");
  }

  void run() {
    store.forTenant(tenant).run(this::append);
  }

  void run(Events events) {
    PreparedEvent event = events.next(tenant);
    store
        .forTenant(tenant)
        .run(
            tx -> {
              append(tx);
              tx.audit().stage(event);
            });
  }

  private void append(TenantTx tx) {
    OptionalLong place = tx.sessions().append(session, List.of(BODY));
    if (place.isEmpty()) {
      throw new IllegalStateException("the conversation is not there");
    }
  }
}
