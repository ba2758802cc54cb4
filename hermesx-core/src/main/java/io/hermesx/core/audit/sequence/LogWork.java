// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a round has to do for one log. Not thread-safe. */
final class LogWork {

  private final TenantId tenant;
  private final LogState state;
  private final List<Ticket> tickets = new ArrayList<>();
  private List<PreparedEvent> staged = List.of();
  private boolean more;
  private boolean stopped;
  private int placed;
  private @Nullable RuntimeException failure;

  LogWork(TenantId tenant, LogState state) {
    this.tenant = tenant;
    this.state = state;
  }

  TenantId tenant() {
    return tenant;
  }

  LogState state() {
    return state;
  }

  void add(Ticket ticket) {
    tickets.add(ticket);
  }

  /**
   * @param limit as many as were asked for: if they came, there may be more
   */
  void staged(List<PreparedEvent> events, int limit) {
    staged = events;
    more = events.size() == limit;
    if (more) {
      state.stillWaiting();
    } else {
      state.staged(false);
    }
  }

  /** Whether something may be left to do for this log. */
  boolean more() {
    return more && failure == null;
  }

  int placed() {
    return placed;
  }

  /** What stood in the way of everything. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Puts together what goes to the log.
   *
   * @param now microseconds since the epoch
   */
  Optional<AuditAppend> assemble(AuditLog log, long now) {
    if (failure != null) {
      return Optional.empty();
    }
    if (state.isForeign()) {
      fail(foreign());
      state.lost();
      return Optional.empty();
    }
    placed += state.settle(log);
    Optional<AuditAppend> again = state.again();
    more |= again.isPresent(); // more may have been staged since
    Optional<AuditAppend> append = again.or(() -> fresh(now));
    append.ifPresent(state::sent);
    return append;
  }

  private Optional<AuditAppend> fresh(long now) {
    LogTail tail = state.tail(now);
    Set<UUID> put = new HashSet<>();
    List<UUID> damaged = new ArrayList<>();
    for (PreparedEvent event : staged) {
      if (!tail.append(event)) {
        damaged.add(event.id());
      } else {
        put.add(event.id());
      }
    }
    if (!staged.isEmpty()) {
      state.damaged(damaged);
    }
    boolean isStageFirst = state.isStaged() && !tail.isEmpty();
    for (Ticket ticket : List.copyOf(tickets)) {
      if (isStageFirst && !ticket.event().bodies().isEmpty()) {
        continue; // it may be further down the stage, as it was prepared first
      }
      if (put.add(ticket.event().id()) && !ticket.putOn(tail)) {
        tickets.remove(ticket);
        ticket.fail(notPrepared(ticket.event()));
      }
    }
    return tail.isEmpty() ? Optional.empty() : Optional.of(tail.toAppend(tenant));
  }

  /**
   * Takes the answer of the log.
   *
   * @param again told which tickets have to be tried in another round
   */
  void answered(AuditAppend append, AppendResult result, Consumer<Ticket> again) {
    switch (result.status()) {
      case APPENDED -> {
        placed += state.kept(append);
        Set<UUID> there = new HashSet<>();
        append.entries().forEach(entry -> there.add(entry.id()));
        more |= finish(there, again);
      }
      case REFUSED -> {
        state.refuse();
        stop(refused(result.reason()));
      }
      default -> {
        if (result.status() != AppendResult.Status.MOVED_ON) {
          state.notKept(); // the log has the size that was expected, so no earlier try was kept
        }
        state.staged(result.status() == AppendResult.Status.STAGED);
        LostRaces races = state.lostRace(append);
        state.stillWaiting();
        if (tickets.stream().anyMatch(ticket -> result.known().contains(ticket.event().id()))) {
          races.end(); // somebody gets an answer: that is no standstill
        }
        if (races.areTooMany()) {
          stop(turnedAway(races.words()));
          races.end();
        } else {
          finish(result.known(), again);
          more = true;
        }
      }
    }
  }

  /** Ends the tickets whose event is in the log. Returns whether others are left. */
  private boolean finish(Set<UUID> there, Consumer<Ticket> again) {
    boolean left = false;
    for (Ticket ticket : tickets) {
      if (there.contains(ticket.event().id())) {
        ticket.complete();
      } else {
        left = true;
        again.accept(ticket);
      }
    }
    tickets.clear();
    return left;
  }

  /** Nobody knows what became of the append. */
  void lost(RuntimeException reason) {
    state.lost();
    state.stillWaiting();
    fail(reason);
  }

  /** The log answers, and takes nothing. */
  private void stop(HermesException reason) {
    stopped = true;
    fail(reason);
  }

  /** Why the log takes nothing; empty if it does, or does not answer. */
  Optional<String> stopped() {
    return stopped ? failure().map(RuntimeException::getMessage) : Optional.empty();
  }

  private void fail(RuntimeException reason) {
    failure = reason;
    tickets.forEach(ticket -> ticket.fail(reason));
    tickets.clear();
  }

  private HermesException foreign() {
    return new HermesException(
        "the audit log of tenant "
            + tenant
            + " is "
            + state.head().orElseThrow().origin()
            + " and this chain writes "
            + state.identity().origin()
            + "; give the chain the installation name that the log was begun with");
  }

  private HermesException refused(String reason) {
    return new HermesException(
        "the audit log of tenant "
            + tenant
            + " takes no events: "
            + reason
            + "; verify it and find out who wrote to it");
  }

  private HermesException turnedAway(String races) {
    return new HermesException(
        "the audit log of tenant "
            + tenant
            + " took no events: "
            + races
            + "; what is staged stays staged, what was to be appended may be appended again. Let"
            + " fewer processes write this log; if it does not grow, verify it and find out who"
            + " wrote to it");
  }

  private static IllegalArgumentException notPrepared(PreparedEvent event) {
    return new IllegalArgumentException(
        "audit event " + event.id() + " is not what prepare(...) returned; append that");
  }
}
