// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Plan;
import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The leases of this JVM: taken from the shared state in blocks, spent locally, and what is left of
 * them given back when they end.
 *
 * <p>What is spent never exceeds the limit, because it was taken before, as if it were spent at the
 * lease's end. A JVM that dies leaves at most one block a key unspent. Thread-safe.
 */
final class Leases {

  private static final int MOST_TRIES = 64;
  private static final int MOST_POTS = 100_000;

  /** By how much the time of the shared state may be known wrong. */
  private static final long UNKNOWN_MICROS = 1_000_000;

  private static final Duration SHORTEST = Duration.ofNanos(1_000);

  private final ConcurrentMap<PotKey, Pot> pots = new ConcurrentHashMap<>();
  private final Queue<Lease> ended = new ConcurrentLinkedQueue<>();

  /** What was given back, until no call can put back any more what it took before. */
  private final Queue<Lease> finishing = new ConcurrentLinkedQueue<>();

  private final Asker asker;
  private final Plan plan;
  private final Ticker ticker;
  private final RateLimiterListener listener;
  private final Duration duration;
  private final Duration patience;

  /** Executes a command on the shared state, or throws. */
  interface Asker {
    Answer ask(Command command);

    /** Returns the time of the shared state, as far as it is known, µs; 0 before any answer. */
    long serverMicros();
  }

  Leases(Asker asker, Plan plan, SharedOptions options) {
    this.asker = asker;
    this.plan = plan;
    this.ticker = options.ticker();
    this.listener = options.listener();
    this.duration = options.leaseDuration();
    this.patience = options.deadline();
  }

  /** What came of spending: from this lease, or nothing because of this. */
  record Spending(@Nullable Lease lease, @Nullable LimitState refused) {}

  /**
   * Spends what a request costs in a layer. Blocks while a block is fetched.
   *
   * @throws RateLimiterUnavailableException if the shared state does not answer
   */
  Spending spend(Layer layer, RateRequest request) {
    long cost = layer.cost(request);
    PotKey key = PotKey.of(layer, request);
    for (int i = 0; i < MOST_TRIES; i++) {
      Pot pot = pot(key);
      Lease lease = pot.lease();
      if (lease != null && lease.spend(cost, ticker)) {
        return new Spending(lease, null);
      }
      Pot.Denied denied = pot.denied();
      if (denied != null && denied.covers(cost, ticker.nanos())) {
        return new Spending(null, later(denied));
      }
      Lease single = fetch(key, pot, lease, new Wanted(layer, request, cost));
      if (single != null) {
        return new Spending(single, null);
      }
    }
    throw new RateLimiterUnavailableException(
        "limit "
            + layer.limit().name()
            + ": blocks of "
            + layer.limit().leased()
            + " were spent by other threads "
            + MOST_TRIES
            + " times before this one had its share; lease more at once");
  }

  /** Returns how much of a layer this JVM holds for a request. */
  long held(Layer layer, RateRequest request) {
    Pot pot = pots.get(PotKey.of(layer, request));
    Lease lease = pot == null ? null : pot.lease();
    return lease == null || lease.ended(ticker.nanos()) ? 0 : lease.left();
  }

  /** Puts back what a permit took from the lease that is still being spent, once. */
  boolean refund(Layer layer, RatePermit permit) {
    Pot pot = pots.get(PotKey.of(layer, permit.request()));
    Lease lease = pot == null ? null : pot.lease();
    return lease != null
        && lease.grant().since() == permit.takenAtMicros()
        && lease.refund(permit.id(), layer.cost(permit.request()), ticker.nanos());
  }

  Duration resetAfter(Lease lease) {
    return lease.resetAfter(ticker.nanos());
  }

  /** Gives back what is left of leases that have ended. */
  void giveBackEnded() {
    giveBack(false);
  }

  /** Gives back everything. */
  void giveBackAll() {
    giveBack(true);
    finishing.forEach(this::endLate);
  }

  private void giveBack(boolean any) {
    long now = ticker.nanos();
    pots.forEach(
        (key, pot) -> {
          Lease out = pot.takeOut(now, any);
          if (out != null) {
            ended.add(out);
          }
          if (pot.retire(now)) {
            pots.remove(key, pot);
          }
        });
    for (Lease lease = ended.poll(); lease != null; lease = ended.poll()) {
      long rest = lease.drain();
      listener.leaseEnded(lease.layer().limit(), lease.grant().amount() - rest, rest);
      end(lease, rest, lease.grant().until());
      finishing.add(lease);
    }
    finishing.removeIf(lease -> isFinished(lease, now));
  }

  private boolean isFinished(Lease lease, long now) {
    if (!lease.ended(now - 4 * patience.toNanos())) {
      return false;
    }
    endLate(lease);
    return true;
  }

  /** What was put back late comes without the time of the lease, which was given back before. */
  private void endLate(Lease lease) {
    long late = lease.late();
    if (late > 0) {
      long past = asker.serverMicros() - UNKNOWN_MICROS;
      end(lease, late, Math.min(lease.grant().until(), past));
    }
  }

  /** With other numbers in force it stays taken: what of it has leaked cannot be told by those. */
  private void end(Lease lease, long rest, long until) {
    Layer current = plan.inForce(lease.layer(), lease.request().tenant());
    if (!current.limit().algorithm().equals(lease.layer().limit().algorithm())) {
      return;
    }
    try {
      asker.ask(
          Command.block(
              Command.Kind.END_LEASE, lease.request(), current, new Block(0, rest, until)));
    } catch (RateLimiterUnavailableException e) {
      // It stays taken: less is admitted, not more. The failure was heard where it happened.
    }
  }

  private Pot pot(PotKey key) {
    Pot known = pots.get(key);
    if (known != null) {
      return known;
    }
    if (pots.size() >= MOST_POTS) {
      throw new RateLimiterUnavailableException(
          "leases of "
              + MOST_POTS
              + " keys are held, which is the most; lease only limits with few keys");
    }
    return pots.computeIfAbsent(key, absent -> new Pot());
  }

  /** Returns what was taken for this call alone; null where there may be a lease to spend now. */
  private @Nullable Lease fetch(PotKey key, Pot pot, @Nullable Lease seen, Wanted wanted) {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> other = pot.fetch(mine);
    if (other != null) {
      if (pot.isRetired(other)) {
        pots.remove(key, pot);
      } else {
        await(other);
      }
      return null;
    }
    try {
      return pot.lease() == seen ? take(pot, wanted) : null;
    } finally {
      pot.fetched(mine);
    }
  }

  /** Twice, if the time of the shared state was not known: then the first gives nothing. */
  private @Nullable Lease take(Pot pot, Wanted wanted) {
    long micros = TimeUnit.MICROSECONDS.convert(duration);
    for (int i = 0; i < 2; i++) {
      long sent = ticker.nanos();
      long until = asker.serverMicros() + micros;
      Answer answer = asker.ask(wanted.command(until, micros));
      LimitState state = state(answer);
      if (answer.done()) {
        keep(pot, wanted, granted(wanted, answer, sent, until));
        return null;
      }
      if (state.exceeded()) {
        pot.deny(denied(wanted, state, ticker.nanos()));
        return null;
      }
    }
    return takeOne(pot, wanted);
  }

  /** The last permits may fit now, and not with the time of a lease on top: so without one. */
  private @Nullable Lease takeOne(Pot pot, Wanted wanted) {
    long sent = ticker.nanos();
    Answer answer =
        asker.ask(Command.acquire(wanted.request(), List.of(wanted.layer()), new UUID(0, 0)));
    LimitState state = state(answer);
    if (!answer.done() || state.exceeded()) {
      pot.deny(denied(wanted, state, ticker.nanos()));
      return null;
    }
    Lease spent =
        new Lease(
            wanted.layer(),
            wanted.request(),
            new Lease.Grant(wanted.cost(), answer.now(), answer.now(), sent, sent));
    spent.spendAll();
    ended.add(spent);
    listener.leased(wanted.layer().limit(), wanted.cost());
    return spent;
  }

  private void keep(Pot pot, Wanted wanted, Lease.Grant grant) {
    Lease before = pot.put(new Lease(wanted.layer(), wanted.request(), grant));
    if (before != null) {
      ended.add(before);
    }
    listener.leased(wanted.layer().limit(), grant.amount());
  }

  /** Its end is counted from when it was asked for, which is earlier than when it was given. */
  private static Lease.Grant granted(Wanted wanted, Answer answer, long sent, long asked) {
    long until = wanted.layer().arithmetic().leaseEnd(answer.now(), asked);
    return new Lease.Grant(
        answer.amount(),
        answer.now(),
        until,
        sent + TimeUnit.MICROSECONDS.toNanos(until - answer.now()),
        sent + TimeUnit.NANOSECONDS.convert(state(answer).resetAfter()));
  }

  /** Not asked again for a while, but not for long: others may give back what they do not spend. */
  private Pot.Denied denied(Wanted wanted, LimitState state, long now) {
    Duration longest = duration.dividedBy(4);
    Duration wait = state.retryAfter().compareTo(longest) < 0 ? state.retryAfter() : longest;
    return new Pot.Denied(wanted.cost(), state, now, now + wait.toNanos());
  }

  private LimitState later(Pot.Denied denied) {
    LimitState then = denied.state();
    if (then.retryAfter().equals(RateDecision.NEVER)) {
      return then;
    }
    Duration passed = Duration.ofNanos(Math.max(0, ticker.nanos() - denied.asOfNanos()));
    Duration rest = then.retryAfter().minus(passed);
    return new LimitState(
        then.limit(),
        then.remaining(),
        rest.compareTo(SHORTEST) < 0 ? SHORTEST : rest,
        then.resetAfter());
  }

  private static LimitState state(Answer answer) {
    RateDecision decision = answer.decision();
    if (decision == null) {
      throw new IllegalStateException("a lease was answered without the state of its layer");
    }
    return decision.states().get(0);
  }

  private void await(CompletableFuture<Boolean> other) {
    try {
      other.get(2 * patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RateLimiterUnavailableException("interrupted while a lease was fetched", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new RateLimiterUnavailableException(
          "no lease was fetched within " + patience.multipliedBy(2).toMillis() + " ms", e);
    }
  }

  /** What a thread wants a lease for. */
  private record Wanted(Layer layer, RateRequest request, long cost) {

    /** What the time costs is part of the block, so that no more than the block can be lost. */
    Command command(long until, long duration) {
      long block = layer.limit().leased() - layer.arithmetic().leaseCost(duration);
      long amount = Math.max(cost, block);
      return Command.block(Command.Kind.LEASE, request, layer, new Block(cost, amount, until));
    }
  }
}
