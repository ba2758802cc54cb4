// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.examples.benchmarks.Report;
import io.hermesx.store.postgres.PostgresRateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Four limits of one busy user in PostgreSQL, all or nothing, asked by many threads through as many
 * connections on both sides; no commit waits for the disk on either.
 */
final class PostgresContest implements Contest {

  private static final String NAME = "ratelimit-postgres-4layers-32t-vs-bucket4j-throughput";
  private static final int THREADS = 32;
  private static final int CONNECTIONS = 8;
  private static final long PLENTY = 1_000_000_000;
  private static final int SCARCE = 200;
  private static final Duration LONG = Duration.ofDays(366);
  private static final RateRequest HOT = Requests.of(0, 0);

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final RateServer server;
  private final RateLimiter limiter;
  private final HikariDataSource pool;
  private final PostgresBuckets buckets;
  private final double[] ours;
  private final double[] theirs;

  private PostgresContest(RateServer server, int rounds) {
    this.server = server;
    this.limiter = limiter(server, PLENTY);
    this.pool = server.peers(CONNECTIONS);
    this.buckets = new PostgresBuckets(pool, 0, PLENTY, LONG);
    this.ours = new double[rounds];
    this.theirs = new double[rounds];
  }

  static PostgresContest start(int rounds) {
    return new PostgresContest(RateServer.start(), rounds);
  }

  private static RateLimiter limiter(RateServer server, long permits) {
    return PostgresRateLimiter.builder()
        .url(server.url())
        .user(RateServer.LOGIN)
        .password(RateServer.PASSWORD)
        .contextKey(server.contextKey())
        .poolSize(CONNECTIONS)
        .connect()
        .limits(
            RateLimits.of(
                RateLimit.requests("tenant", permits, LONG),
                RateLimit.requests("user", permits, LONG).per(Dimension.USER),
                RateLimit.requests("tool", permits, LONG).per(Dimension.USER, Dimension.TOOL),
                RateLimit.requests("agent", permits, LONG)))
        .failureMode(RateFailureMode.closed())
        .deadline(Duration.ofSeconds(30))
        .build();
  }

  @Override
  public void warmUp(Duration each) {
    totals();
    perSecond(this::ours, each);
    perSecond(buckets, each);
  }

  @Override
  public void measure(int round, Duration each) {
    ours[round] = perSecond(this::ours, each);
    theirs[round] = perSecond(buckets, each);
  }

  private boolean ours(RateRequest request) {
    return limiter.tryAcquire(request).allowed();
  }

  /** What both admit of a limit that is reached, which has to be the limit. */
  private void totals() {
    try (RateLimiter scarce = limiter(server, SCARCE)) {
      long admitted = admitted(request -> scarce.tryAcquire(request).allowed());
      long peers = admitted(new PostgresBuckets(pool, 100, SCARCE, LONG));
      Report.print("%s: admitted of %d: ours %d, theirs %d%n", NAME, SCARCE, admitted, peers);
    }
  }

  private long admitted(Side side) {
    AtomicLong admitted = new AtomicLong();
    run(
        () -> {
          for (int i = 0; i < SCARCE / 10; i++) {
            admitted.addAndGet(side.allows(Requests.of(1, 1)) ? 1 : 0);
          }
          return 0L;
        });
    return admitted.get();
  }

  private double perSecond(Side side, Duration duration) {
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    long calls =
        run(
            () -> {
              long done = 0;
              while (System.nanoTime() < end) {
                if (!side.allows(HOT)) {
                  throw new IllegalStateException("refused of a limit that nobody reaches");
                }
                done++;
              }
              return done;
            });
    return calls / ((System.nanoTime() - begin) / 1e9);
  }

  private long run(Callable<Long> work) {
    List<Callable<Long>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(work);
    }
    try {
      long sum = 0;
      for (Future<Long> each : threads.invokeAll(all)) {
        sum += each.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void print() {
    Report.print(
        "%s: ours %.0f/s, theirs %.0f/s (%d threads, %d connections)%n",
        NAME, Report.median(ours), Report.median(theirs), THREADS, CONNECTIONS);
    Report.ratio(NAME, ours, theirs);
  }

  @Override
  public void close() {
    threads.shutdown();
    limiter.close();
    buckets.close();
    server.close();
  }
}
