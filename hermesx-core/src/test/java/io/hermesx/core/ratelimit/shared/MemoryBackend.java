// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import io.hermesx.core.time.MonotonicClock;
import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Shared state in this JVM, with faults at will; several limiters may share one. */
final class MemoryBackend implements RateBackend {

  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Sha256, Kept> tallies = new HashMap<>();
  private final Set<UUID> refunded = new HashSet<>();
  private final List<Integer> batches = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final MonotonicClock clock;
  private long latest;
  private volatile @Nullable CountDownLatch gate;
  private volatile boolean down;
  private volatile @Nullable Error error;
  private volatile boolean losesAnswers;

  MemoryBackend(Ticker ticker) {
    this(START, ticker);
  }

  MemoryBackend(Instant start, Ticker ticker) {
    this.clock = new MonotonicClock(() -> start, ticker);
  }

  /** Makes the calls from now on wait until {@link #open}. */
  void shut() {
    gate = new CountDownLatch(1);
  }

  void open() {
    CountDownLatch shut = gate;
    gate = null;
    if (shut != null) {
      shut.countDown();
    }
  }

  void down(boolean value) {
    down = value;
  }

  void fails(Error value) {
    error = value;
  }

  /** Executes, and then fails as if the connection broke. */
  void losesAnswers(boolean value) {
    losesAnswers = value;
  }

  /** How many calls came, those that failed too. */
  int calls() {
    return calls.get();
  }

  /** How many commands each call brought. */
  List<Integer> batches() {
    lock.lock();
    try {
      return List.copyOf(batches);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Object partition(Command command) {
    return command.layers().get(0).acrossTenants() ? "all" : command.request().tenant();
  }

  @Override
  public List<Answer> execute(List<Command> commands, Duration patience) {
    calls.incrementAndGet();
    pass(patience);
    if (Thread.currentThread().isInterrupted()) {
      throw new RateLimiterUnavailableException("interrupted, as I/O is");
    }
    Error thrown = error;
    if (thrown != null) {
      throw thrown;
    }
    if (down) {
      throw new RateLimiterUnavailableException("down");
    }
    lock.lock();
    try {
      batches.add(commands.size());
      latest = Math.max(latest, clock.micros());
      List<Answer> answers =
          new Batch(this::find, command -> refunded.add(command.permit()), RateMode.SHARED, latest)
              .run(commands);
      if (losesAnswers) {
        throw new RateLimiterUnavailableException("the connection broke");
      }
      return answers;
    } finally {
      lock.unlock();
    }
  }

  /** With other numbers in force, as one that keeps them elsewhere would read it. */
  private Tally find(Sha256 key, Layer layer) {
    Kept kept = tallies.getOrDefault(key, new Kept(new Tally(), layer));
    if (kept.layer() != layer) {
      layer.arithmetic().adopt(kept.tally(), kept.layer().arithmetic());
    }
    tallies.put(key, new Kept(kept.tally(), layer));
    return kept.tally();
  }

  private record Kept(Tally tally, Layer layer) {}

  private void pass(Duration patience) {
    CountDownLatch shut = gate;
    try {
      if (shut != null && !shut.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new RateLimiterUnavailableException("no answer within " + patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RateLimiterUnavailableException("interrupted", e);
    }
  }

  @Override
  public void close() {}
}
