// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.PostgresStore;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds with every library that speaks to the shop's tables. */
abstract class OrdersContract {

  private final TenantId acme = new TenantId(UUID.randomUUID());
  private final TenantId globex = new TenantId(UUID.randomUUID());
  private final SessionId conversation = new SessionId(UUID.randomUUID());

  abstract Orders orders();

  final PostgresStore store() {
    return Shop.open().store();
  }

  private long notes() {
    return store().forTenant(acme).sessions().find(conversation).orElseThrow().messages();
  }

  private void begin() {
    store().forTenant(acme).sessions().create(conversation, "user:alice", "a new pump");
  }

  @Test
  void order_placed_isKeptWithItsNote() {
    begin();

    orders().place(acme, conversation, UUID.randomUUID(), "pump");

    assertThat(orders().items(acme)).containsExactly("pump");
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void order_refusedByTheShopsTable_leavesNoNoteBehind() {
    begin();
    orders().place(acme, conversation, UUID.randomUUID(), "pump");

    assertThatThrownBy(() -> orders().place(acme, conversation, UUID.randomUUID(), ""))
        .isInstanceOf(RuntimeException.class);

    assertThat(orders().items(acme)).containsExactly("pump");
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void order_ofAnotherTenant_isNotThere() {
    begin();
    UUID id = UUID.randomUUID();
    orders().place(acme, conversation, id, "pump");

    assertThat(orders().items(globex)).isEmpty();
    assertThat(orders().items(acme)).containsExactly("pump");
  }
}
