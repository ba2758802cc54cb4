// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.StagedScanner;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.Instants;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives events their places in the logs of all tenants, as one writer among any number.
 *
 * <p>It works in rounds. One takes whatever has come by then, staged or waiting, of however many
 * tenants, and puts it into the log with a single durable step; what comes meanwhile is the next
 * round. So a single event waits for nobody, and under load the batches grow instead of their
 * number. It has no thread: whoever waits for an event works on the rounds until its own is done.
 *
 * <p>Whoever appends first wins: entries are put together on the head as it was and are appended
 * only if the log still has that size, so two writers can never fork a log; the other one reads the
 * new head and starts again. Within this writer one round is under way at a time; the turn to work
 * on it is held while the log is written, because that is what it is for. Thread-safe.
 */
public final class Sequencer {

  /** The most events of a round that come from the stage of one tenant. */
  public static final int BATCH = 1_000;

  /** How many notifications of a tenant go by before the thread that brings one sequences. */
  public static final int NOTIFICATIONS = 256;

  private static final int MOST_WAITING = 10_000;
  private static final int MOST_TENANTS = 1_000;
  private static final int MOST_TICKETS = 1_000;
  private static final int MOST_STAGED = 4_000;
  private static final int MOST_OCTETS = 4 << 20;

  private final AuditLog log;
  private final Writer writer;
  private final InstantSource clock;
  private final Map<TenantId, LogState> states = new ConcurrentHashMap<>();
  private final Queue<Ticket> tickets = new ConcurrentLinkedQueue<>();
  private final Semaphore turn = new Semaphore(1);
  private final StagedScanner scanner = new StagedScanner();
  private final GrownLogs grown = new GrownLogs();
  private final StoppedLogs stopped = new StoppedLogs();

  /**
   * @param clock says when an event is recorded
   */
  public Sequencer(AuditLog log, Writer writer, InstantSource clock) {
    this.log = log;
    this.writer = writer;
    this.clock = clock;
  }

  /** The name of a tenant's log. */
  public AuditOrigin origin(TenantId tenant) {
    return writer.origin(tenant);
  }

  /** The tree of a tenant's log after what this writer appended last. */
  public MerkleFrontier appended(TenantId tenant) {
    return state(tenant).appended();
  }

  /** The logs that this writer put something into: who signs need not believe the database. */
  public GrownLogs grown() {
    return grown;
  }

  /** The logs that did not take what this writer last put behind their end. */
  public StoppedLogs stopped() {
    return stopped;
  }

  /** The staged events of a tenant that could not be sequenced when this was last tried. */
  public List<UUID> damaged(TenantId tenant) {
    return state(tenant).damaged();
  }

  /**
   * Puts events on record and into their places. Blocks until they are durable; an event that is in
   * the log already is the same as one that was put there.
   *
   * @throws IllegalArgumentException if one is not what was prepared; the others are on record
   * @throws io.hermesx.core.HermesException if one is not on record, or nobody knows: then the same
   *     events may be appended again
   */
  public void append(List<PreparedEvent> events) {
    put(events.stream().map(Ticket::ofHost).toList());
  }

  /** Puts events on record that the chain itself made, as {@link #append}. */
  public void appendOwn(List<PreparedEvent> events) {
    put(events.stream().map(Ticket::ofChain).toList());
  }

  private void put(List<Ticket> own) {
    tickets.addAll(own);
    boolean interrupted = false;
    for (Ticket ticket : own) {
      interrupted |= await(ticket);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    own.forEach(Ticket::requireOnRecord);
  }

  /** Works or waits until the event is done. Returns whether the thread was interrupted. */
  private boolean await(Ticket ticket) {
    boolean interrupted = false;
    while (!ticket.isDone()) {
      if (turn.tryAcquire()) {
        work(ticket);
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    return interrupted;
  }

  private void work(Ticket own) {
    try {
      if (!own.isDone()) {
        Rounds round = new Rounds();
        take(round);
        round.run();
      }
    } finally {
      handOn();
    }
  }

  /** Ends the turn. Whoever waits longest gets to know. */
  private void handOn() {
    turn.release();
    Ticket next = tickets.peek();
    if (next != null) {
      next.wake();
    }
  }

  /**
   * Notes that something was staged for a tenant: it gets its place before what is appended for
   * that tenant from now on.
   *
   * @return how often that was said
   */
  public long note(TenantId tenant) {
    return state(tenant).notified();
  }

  /** Notes it and, at every 256th, sequences unless another thread is at it. */
  public void staged(TenantId tenant) {
    if (note(tenant) % NOTIFICATIONS == 0 && turn.tryAcquire()) {
      try {
        drainInTurn(Set.of(tenant));
      } catch (RuntimeException e) {
        // The event is on record. Whatever is wrong, sequence() meets it again and says so.
      } finally {
        handOn();
      }
    }
  }

  /**
   * Sequences everything that is staged for some tenants now.
   *
   * @return how many events this writer gave a place
   * @throws RuntimeException what stood in the way of one of them, once the others are done
   */
  public int drain(Collection<TenantId> tenants) {
    turn.acquireUninterruptibly();
    try {
      return drainInTurn(tenants);
    } finally {
      handOn();
    }
  }

  /**
   * Sequences everything that is staged for anybody now.
   *
   * @return how many events this writer gave a place
   * @throws RuntimeException what stood in the way of one tenant, once the others are done
   * @throws HermesException once everything else is sequenced, if a staged event is not what was
   *     prepared: it stays staged
   */
  public int drainAll() {
    int all = 0;
    int placed;
    List<TenantId> tenants;
    do {
      tenants = log.stagedTenants(MOST_WAITING);
      placed = drain(tenants);
      all += placed;
    } while (tenants.size() == MOST_WAITING && placed > 0);
    requireNoneDamaged(tenants);
    return all;
  }

  private void requireNoneDamaged(List<TenantId> tenants) {
    for (TenantId tenant : tenants) {
      List<UUID> damaged = damaged(tenant);
      if (!damaged.isEmpty()) {
        throw new HermesException(
            damaged.size()
                + " staged audit events of tenant "
                + tenant
                + " are not what was prepared, the first is "
                + damaged.get(0)
                + ". Everything else is sequenced. They stay staged as evidence: find out who wrote"
                + " to the stage");
      }
    }
  }

  /** Sequences as {@link #drain} and says what stood in the way, for whom goes on to verify. */
  public Optional<AuditFault> tryDrain(TenantId tenant) {
    if (log.head(tenant).filter(head -> isForeign(tenant, head)).isPresent()) {
      return Optional.empty(); // nothing of ours goes there; the head itself is reported
    }
    LogState state = state(tenant);
    try {
      drain(Set.of(tenant));
    } catch (RuntimeException e) {
      if (state.refused()) {
        return Optional.of(AuditFault.STAGED_REFUSED);
      }
      throw e;
    }
    return state.damaged().isEmpty() ? Optional.empty() : Optional.of(AuditFault.STAGED_DAMAGED);
  }

  private boolean isForeign(TenantId tenant, AuditHead head) {
    return !head.origin().equals(origin(tenant).text());
  }

  private int drainInTurn(Collection<TenantId> tenants) {
    Set<TenantId> left = new LinkedHashSet<>(tenants);
    RuntimeException failure = null;
    int placed = 0;
    while (!left.isEmpty()) {
      Rounds round = new Rounds();
      round.stages(first(left));
      take(round);
      round.run();
      placed += round.placed();
      for (LogWork work : round.stageWork()) {
        failure = failure == null ? work.failure().orElse(null) : failure;
        if (!work.more()) {
          left.remove(work.tenant());
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    return placed;
  }

  private static List<TenantId> first(Set<TenantId> tenants) {
    return tenants.stream().limit(MOST_TENANTS).toList();
  }

  /** Takes tickets from the queue, so many that a round stays small. */
  private void take(Rounds round) {
    long octets = 0;
    for (int i = 0; i < MOST_TICKETS && octets < MOST_OCTETS; i++) {
      Ticket ticket = tickets.poll();
      if (ticket == null) {
        return;
      }
      octets += ticket.event().octets().length;
      round.add(ticket);
    }
  }

  private LogState state(TenantId tenant) {
    return states.computeIfAbsent(
        tenant, key -> new LogState(new LogIdentity(origin(key), writer, scanner)));
  }

  /** One round: what there is to do, and doing it. */
  private final class Rounds {

    private final Map<TenantId, LogWork> works = new LinkedHashMap<>();
    private List<TenantId> stages = List.of();

    void stages(List<TenantId> tenants) {
      stages = tenants;
      tenants.forEach(this::work);
    }

    void add(Ticket ticket) {
      work(ticket.event().tenant()).add(ticket);
    }

    private LogWork work(TenantId tenant) {
      return works.computeIfAbsent(tenant, key -> new LogWork(key, state(key)));
    }

    List<LogWork> stageWork() {
      return stages.stream().map(this::work).toList();
    }

    int placed() {
      return works.values().stream().mapToInt(LogWork::placed).sum();
    }

    void run() {
      List<AuditAppend> appends = new ArrayList<>();
      try {
        read();
        long now = Instants.toMicros(clock.instant());
        for (LogWork work : works.values()) {
          assemble(work, now).ifPresent(appends::add);
        }
        if (!appends.isEmpty()) {
          answer(appends, log.append(appends));
        }
      } catch (RuntimeException e) {
        works.values().forEach(work -> work.lost(e));
      } catch (Error e) {
        works.values().forEach(work -> work.lost(new IllegalStateException(e)));
        throw e;
      }
      works.values().forEach(grown::after);
      works.values().forEach(stopped::after);
    }

    /** What is wrong with one log keeps no other from going on. */
    private Optional<AuditAppend> assemble(LogWork work, long now) {
      try {
        return work.assemble(log, now);
      } catch (RuntimeException e) {
        work.lost(e);
        return Optional.empty();
      }
    }

    private void read() {
      Set<TenantId> waiting = new LinkedHashSet<>(stages);
      for (LogWork work : works.values()) {
        if (work.state().takeWaiting()) {
          waiting.add(work.tenant()); // what was staged before goes before
        }
      }
      if (!waiting.isEmpty()) {
        int limit = Math.max(1, Math.min(BATCH, MOST_STAGED / waiting.size()));
        Map<TenantId, List<PreparedEvent>> staged = log.staged(waiting, limit);
        staged.forEach((tenant, events) -> work(tenant).staged(events, limit));
      }
      List<TenantId> unknown =
          works.values().stream()
              .filter(work -> work.state().needsHead())
              .map(LogWork::tenant)
              .toList();
      if (!unknown.isEmpty()) {
        ReadableHeads read = ReadableHeads.of(log, unknown);
        for (TenantId tenant : unknown) {
          work(tenant).state().head(Optional.ofNullable(read.heads().get(tenant)));
        }
        read.damaged().forEach((tenant, damage) -> work(tenant).lost(damage));
      }
    }

    private void answer(List<AuditAppend> appends, List<AppendResult> results) {
      Iterator<AppendResult> result = results.iterator();
      for (AuditAppend append : appends) {
        work(append.tenant()).answered(append, result.next(), tickets::add);
      }
    }
  }
}
