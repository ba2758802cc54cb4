// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.ratelimit.RedisRateLimiter;
import io.hermesx.ratelimit.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * One of many JVMs that try for the same limits. Reads {@code tenant calls} lines, and answers each
 * with how many were allowed; {@code return} gives leases back.
 */
final class ContendingJvm {

  private static final Duration DAY = Duration.ofDays(1);
  private static final int THREADS = 2;

  private ContendingJvm() {}

  /** Takes the port, the limit and the block that is leased, 0 for none. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    long limit = Long.parseLong(arguments[1]);
    long block = Long.parseLong(arguments[2]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      RateLimiter limiter = limiter(port, limit, block);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("return")) {
          limiter.close();
          limiter = limiter(port, limit, block);
          out.println("returned");
        } else {
          String[] words = line.split(" ", -1);
          out.println(allowed(limiter, TenantId.named(words[0]), Integer.parseInt(words[1])));
        }
      }
      limiter.close();
    }
  }

  private static int allowed(RateLimiter limiter, TenantId tenant, int calls) {
    RateRequest call = RateRequest.call(tenant, Dimensions.none());
    return IntStream.range(0, THREADS)
        .parallel()
        .map(
            thread ->
                (int)
                    IntStream.range(0, calls)
                        .filter(i -> limiter.tryAcquire(call).allowed())
                        .count())
        .sum();
  }

  static RateLimiter limiter(int port, long limit, long block) {
    RateLimit narrow = RateLimit.requests("narrow", limit, DAY).leased(block);
    RateLimit wide = RateLimit.requests("wide", 10 * limit, DAY).leased(block);
    return RedisRateLimiter.builder(RedisServer.standalone("127.0.0.1", port).build())
        .limits(RateLimits.of(wide, narrow))
        .failureMode(RateFailureMode.closed())
        .deadline(Duration.ofSeconds(30))
        .leaseDuration(Duration.ofSeconds(20))
        .build();
  }
}
