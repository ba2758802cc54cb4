// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which rows there are: what sessions.sql and messages.sql make, found again by number. Immutable.
 */
final class Rows {

  /** Prime to every number of rows, so that a walk in such strides comes by all of them. */
  private static final long STRIDE = 7_919;

  private static final int TENANTS = 200;

  private final List<Conversation> all = new ArrayList<>();
  private final List<Conversation> talkative = new ArrayList<>();

  Rows() {
    for (int tenant = 1; tenant <= TENANTS; tenant++) {
      for (int session = 1; session <= 500; session++) {
        Conversation conversation =
            new Conversation(new TenantId(id(tenant)), new SessionId(id(session)));
        all.add(conversation);
        if (session <= 25) {
          talkative.add(conversation);
        }
      }
    }
  }

  /**
   * A conversation.
   *
   * @param tenant whose it is
   * @param id its own identity, which other tenants have too
   */
  record Conversation(TenantId tenant, SessionId id) {}

  /** Returns any conversation, far from that of the turn before. */
  Conversation any(int turn) {
    return all.get((int) (turn * STRIDE % all.size()));
  }

  /** Returns one that has 60 messages from the beginning. */
  Conversation talkative(int turn) {
    return talkative.get((int) (turn * STRIDE % talkative.size()));
  }

  List<TenantId> tenants() {
    return talkative.stream().map(Conversation::tenant).distinct().toList();
  }

  private static UUID id(int number) {
    return UUID.fromString("00000000-0000-7000-8000-%012d".formatted(number));
  }
}
