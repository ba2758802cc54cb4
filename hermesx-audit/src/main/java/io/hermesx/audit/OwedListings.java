// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the log of logs did not take, by the signer's own memory, so that it outlives the process.
 * There it stands beside the log it is about, under its name and {@code #owed}; once it is made up
 * for, the same stands under {@code #listed}. Nothing is written while nothing is owed. Not
 * thread-safe.
 */
final class OwedListings {

  private static final String OWED = "#owed";
  private static final String LISTED = "#listed";
  private static final int STEP = 1_000;
  private static final int MOST_TRIES = 16;

  private final SignerState state;
  private final String logs; // what the name of each log of the installation begins with

  /**
   * @param logOfLogs the name of the log of logs
   */
  OwedListings(SignerState state, String logOfLogs) {
    this.state = state;
    this.logs =
        logOfLogs.substring(
            0, logOfLogs.length() - SignedAuditChain.LOG_OF_LOGS.toString().length());
  }

  /** Returns what is owed, whichever process could not list it. */
  Map<TenantId, Checkpoint> read() {
    Map<String, Checkpoint> owed = state.endingWith(OWED);
    if (owed.isEmpty()) {
      return Map.of();
    }
    Map<String, Checkpoint> listed = state.endingWith(LISTED);
    Map<TenantId, Checkpoint> left = new HashMap<>();
    for (Checkpoint one : owed.values()) {
      String log = one.origin().substring(0, one.origin().length() - OWED.length());
      Checkpoint madeUp = listed.get(log + LISTED);
      if (madeUp == null || madeUp.size() < one.size()) {
        tenant(log).ifPresent(tenant -> left.put(tenant, named(one, log)));
      }
    }
    return left;
  }

  private Optional<TenantId> tenant(String log) {
    try {
      return log.startsWith(logs)
          ? Optional.of(TenantId.parse(log.substring(logs.length())))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a log of another installation
    }
  }

  /** Keeps what is owed. It is durable when this returns. */
  void owe(Collection<Checkpoint> owed) {
    move(OWED, owed);
  }

  /** Keeps that what was owed is listed. */
  void settled(Collection<Checkpoint> listed) {
    move(LISTED, listed);
  }

  private void move(String suffix, Collection<Checkpoint> logs) {
    List<Checkpoint> all = List.copyOf(logs);
    for (int from = 0; from < all.size(); from += STEP) {
      List<Checkpoint> some = all.subList(from, Math.min(all.size(), from + STEP));
      int tries = 1;
      while (!state.advance(moves(suffix, some)).isEmpty()) { // another process was first
        if (tries++ == MOST_TRIES) {
          throw new SignerStateException(
              "the state of signers was moved on by others "
                  + MOST_TRIES
                  + " times in a row; what the log of logs did not take is not kept yet, the next"
                  + " round tries again");
        }
      }
    }
  }

  private List<SignerMove> moves(String suffix, List<Checkpoint> logs) {
    Map<String, Checkpoint> now =
        state.findAll(logs.stream().map(log -> log.origin() + suffix).toList());
    List<SignerMove> moves = new ArrayList<>();
    for (Checkpoint log : logs) {
      Checkpoint next = named(log, log.origin() + suffix);
      Optional<Checkpoint> before = Optional.ofNullable(now.get(next.origin()));
      if (before.filter(last -> last.size() >= next.size()).isEmpty()) {
        moves.add(new SignerMove(before, next));
      }
    }
    return moves;
  }

  private static Checkpoint named(Checkpoint log, String name) {
    return new Checkpoint(name, log.size(), log.root());
  }
}
