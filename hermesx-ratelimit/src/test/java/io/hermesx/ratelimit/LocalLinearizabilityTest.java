// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads ask at once is answered as if they had asked one after the other: Lincheck
 * searches such an order for each run.
 */
@Param(name = "tenant", gen = IntGen.class, conf = "0:1")
@Param(name = "permit", gen = IntGen.class, conf = "0:1")
public class LocalLinearizabilityTest {

  private static final List<TenantId> TENANTS =
      List.of(TenantId.named("acme"), TenantId.named("globex"));
  private static final Duration HOUR = Duration.ofHours(1);

  private final LocalRateLimiter limiter =
      LocalRateLimiter.builder()
          .limits(
              RateLimits.of(
                  RateLimit.requests("own", 3, HOUR),
                  RateLimit.concurrent("slots", 3, HOUR),
                  RateLimit.requests("all", 5, HOUR).acrossTenants()))
          .ticker(ManualTicker.create())
          .build();
  private final List<RatePermit> permits =
      TENANTS.stream()
          .map(tenant -> limiter.tryAcquire(call(tenant)).permit().orElseThrow())
          .toList();

  @Operation
  public String take(@Param(name = "tenant") int tenant) {
    return text(limiter.tryAcquire(call(TENANTS.get(tenant))));
  }

  @Operation
  public String peek(@Param(name = "tenant") int tenant) {
    return text(limiter.peek(call(TENANTS.get(tenant))));
  }

  @Operation
  public boolean refund(@Param(name = "permit") int permit) {
    return limiter.refund(permits.get(permit));
  }

  @Operation
  public boolean release(@Param(name = "permit") int permit) {
    return limiter.release(permits.get(permit));
  }

  @Test
  void answers_areThoseOfSomeOrder() {
    new StressOptions()
        .iterations(20)
        .invocationsPerIteration(500)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .check(LocalLinearizabilityTest.class);
  }

  private static RateRequest call(TenantId tenant) {
    return RateRequest.call(tenant, Dimensions.none());
  }

  private static String text(RateDecision decision) {
    return decision.allowed()
        + " "
        + decision.states().stream().map(LimitState::remaining).toList();
  }
}
