// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.internal.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the chores of a store and of whatever else needs tidying, each under a lease: of several
 * processes that share the leases, one at a time does it.
 *
 * <p>Either {@link #start} it, and one daemon thread named {@code hermesx-housekeeping} does a
 * round regularly until {@link #close}; or call {@link #runOnce} from a scheduler of the host's
 * own. A sweep that throws is logged and tried again in the next round; the others go on.
 * Thread-safe.
 */
public final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final String THREAD_NAME = "hermesx-housekeeping";
  private static final int RUNS_PER_ROUND = 100;
  private static final long PATIENCE_SECONDS = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private final Leases leases;
  private final String owner;
  private final List<Sweep> sweeps;
  private final Duration every;
  private final Duration lease;
  private @Nullable ScheduledExecutorService scheduler;
  private volatile boolean closed;

  private Housekeeping(Builder builder) {
    this.leases = builder.leases;
    this.owner = builder.owner;
    this.sweeps = List.copyOf(builder.sweeps);
    this.every = builder.every;
    this.lease = builder.lease;
  }

  /**
   * Starts a description of what is to be done.
   *
   * @param leases how processes agree, usually {@link Store#leases}
   * @param owner unique to this process, such as host name and process id; 1 to 128 visible ASCII
   *     characters
   */
  public static Builder builder(Leases leases, String owner) {
    return new Builder(leases, owner);
  }

  /**
   * Does one round on this thread: every sweep whose lease is free is run until it has nothing left
   * to do, at most 100 times. Blocks as long as the sweeps do. Ends early once closed.
   *
   * @return how many things were tidied
   */
  public int runOnce() {
    int tidied = 0;
    for (Sweep sweep : sweeps) {
      tidied += runLogged(sweep);
    }
    return tidied;
  }

  /**
   * Starts the thread. The first round begins one interval from now.
   *
   * @throws IllegalStateException if it was started or closed before
   */
  public void start() {
    lock.lock();
    try {
      if (closed || scheduler != null) {
        throw new IllegalStateException(
            "housekeeping was " + (closed ? "closed" : "started") + " before; build another one");
      }
      ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(this::newThread);
      long nanos = every.toNanos();
      Future<?> unused =
          fresh.scheduleWithFixedDelay(this::runOnce, nanos, nanos, TimeUnit.NANOSECONDS);
      scheduler = fresh;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the thread. A sweep under way may finish its run for up to five seconds and is interrupted
   * then; after five more the thread, a daemon, is left to itself and that is logged. Closing twice
   * does nothing.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (scheduler != null) {
        end(scheduler);
        scheduler = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private static void end(ScheduledExecutorService scheduler) {
    scheduler.shutdown();
    try {
      if (scheduler.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
      scheduler.shutdownNow();
      if (!scheduler.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a sweep ignores that it was interrupted; its daemon thread is left behind");
      }
    } catch (InterruptedException e) {
      scheduler.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever a sweep throws must end neither the round nor the schedule, errors included. */
  private int runLogged(Sweep sweep) {
    try {
      return runUntilDone(sweep);
    } catch (RuntimeException | Error e) {
      LOG.warn("sweep {} failed; it is tried again in the next round", sweep.name(), e);
      return 0;
    }
  }

  private int runUntilDone(Sweep sweep) {
    int tidied = 0;
    for (int run = 0; run < RUNS_PER_ROUND && !closed && isOurs(sweep); run++) {
      int now = sweep.run();
      if (now == 0) {
        break;
      }
      tidied += now;
    }
    return tidied;
  }

  private boolean isOurs(Sweep sweep) {
    return leases.tryAcquire("sweep/" + sweep.name(), owner, lease);
  }

  private Thread newThread(Runnable rounds) {
    Thread thread = new Thread(rounds, THREAD_NAME);
    thread.setDaemon(true);
    return thread;
  }

  /** Says what is to be done, and how often. Not thread-safe. */
  public static final class Builder {

    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofDays(1);

    private final List<Sweep> sweeps = new ArrayList<>();
    private final Leases leases;
    private final String owner;
    private Duration every = Duration.ofMinutes(1);
    private Duration lease = Duration.ofMinutes(5);

    private Builder(Leases leases, String owner) {
      this.leases = leases;
      this.owner = owner;
    }

    /** Adds a sweep; their names must differ. */
    public Builder sweep(Sweep sweep) {
      sweeps.add(sweep);
      return this;
    }

    /** Adds sweeps, such as those of {@link Store#sweeps}. */
    public Builder sweeps(Collection<Sweep> more) {
      sweeps.addAll(more);
      return this;
    }

    /**
     * How long to wait between two rounds once started: 10 milliseconds to 1 day, default 1 minute.
     */
    public Builder every(Duration interval) {
      this.every = interval;
      return this;
    }

    /**
     * How long a lease lasts: 10 milliseconds to 1 day, default 5 minutes. It is renewed before
     * each run of a sweep, so it should be longer than one run takes; and where a process dies,
     * another takes its sweeps over when it ends.
     */
    public Builder lease(Duration duration) {
      this.lease = duration;
      return this;
    }

    /**
     * Builds it; nothing runs yet.
     *
     * @throws IllegalArgumentException if there is no sweep, two have the same name, or a value is
     *     out of its range
     */
    public Housekeeping build() {
      Names.requireToken("housekeeping owner", owner);
      requireRange("every", every);
      requireRange("lease", lease);
      if (sweeps.isEmpty()) {
        throw new IllegalArgumentException(
            "housekeeping has no sweep; add those of the store with sweeps(store.sweeps())");
      }
      Set<String> names = new HashSet<>();
      for (Sweep sweep : sweeps) {
        if (!names.add(Names.requireToken("sweep name", sweep.name()))) {
          throw new IllegalArgumentException(
              "two sweeps are called " + sweep.name() + "; each needs a name of its own");
        }
      }
      return new Housekeeping(this);
    }

    private static void requireRange(String setting, Duration value) {
      if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
        throw new IllegalArgumentException(
            setting + " is " + value + ", allowed: " + MIN + " to " + MAX);
      }
    }
  }
}
