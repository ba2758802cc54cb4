// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.access.Scope;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.AgentGuardBuilder;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.CalendarPeriod;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolResult;
import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The Java of docs/guides/rate-limits.md. */
class RateLimitsGuideTest {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final TenantId BIG_CUSTOMER = TenantId.named("globex");
  private static final Principal ALICE = Principal.user("alice", Scope.TOOLS_INVOKE);
  private static final HostTool CLOCK =
      new HostTool(
          ToolDefinition.builder("clock").description("The time.").noArguments().build(),
          call -> ToolResult.of("noon"));

  @Test
  void firstLimit_refusesTheCallAboveIt() {
    // snippet: first
    RateLimiter limiter =
        MemoryRateLimiter.of(RateLimit.requests("calls-per-minute", 2, Duration.ofMinutes(1)));
    AgentGuard guard =
        AgentGuardBuilder.inMemory(RulePolicy.of(Rule.allow("all").tool("*")))
            .rateLimiter(limiter)
            .build();
    // end
    try (guard;
        limiter) {
      GuardContext context = GuardContext.of(TENANT, ALICE, "run-1");
      assertThat(guard.invoke(context, call("c-1"), CLOCK))
          .isInstanceOf(ToolOutcome.Executed.class);
      assertThat(guard.invoke(context, call("c-2"), CLOCK))
          .isInstanceOf(ToolOutcome.Executed.class);
      assertThat(guard.invoke(context, call("c-3"), CLOCK)).isInstanceOf(ToolOutcome.Denied.class);
    }
  }

  @Test
  void layers_areTakenFromTogether() {
    // snippet: layers
    RateLimits limits =
        RateLimits.of(
            RateLimit.requests("per-user", 60, Duration.ofMinutes(1)).per(Dimension.USER),
            RateLimit.requests("mail", 5, Duration.ofHours(1)).only(Dimension.TOOL, "mail.*"),
            RateLimit.tokens("tokens", 100_000, Duration.ofMinutes(1)),
            RateLimit.calendar("a-day", 10_000, CalendarPeriod.DAY, ZoneId.of("Europe/Berlin")),
            RateLimit.concurrent("at-once", 20, Duration.ofSeconds(60)),
            RateLimit.requests("provider", 3_000, Duration.ofMinutes(1)).acrossTenants().leased(30),
            RateLimit.requests("tighter", 30, Duration.ofMinutes(1)).shadow());
    // end
    assertThat(limits.common()).hasSize(7);
  }

  @Test
  void overrides_changeAtRunTime() {
    // snippet: override
    RateLimit calls = RateLimit.requests("calls", 600, Duration.ofMinutes(1));
    AtomicReference<RateLimits> inForce = new AtomicReference<>(RateLimits.of(calls));
    RateLimiter limiter = MemoryRateLimiter.builder().limits(inForce::get).build();

    inForce.set(
        inForce
            .get()
            .override(BIG_CUSTOMER, RateLimit.requests("calls", 6_000, Duration.ofMinutes(1))));
    // end
    try (limiter) {
      RateRequest request = RateRequest.call(BIG_CUSTOMER, Dimensions.none());
      assertThat(limiter.peek(request).binding().orElseThrow().remaining()).isEqualTo(6_000);
    }
  }

  @Test
  void heartbeat_renewsWhatRuns() {
    // snippet: heartbeat
    RateLimiter slots =
        MemoryRateLimiter.of(RateLimit.concurrent("at-once", 20, Duration.ofSeconds(30)));
    RateLimiter limiter = HeartbeatRateLimiter.of(slots, Duration.ofSeconds(10));
    // end
    limiter.close();
  }

  @Test
  void fields_areThereBeforeTheAnswer() {
    Map<String, String> answer = new HashMap<>();
    try (RateLimiter limiter =
            MemoryRateLimiter.of(RateLimit.requests("calls", 2, Duration.ofMinutes(1)));
        AgentGuard guard =
            AgentGuardBuilder.inMemory(RulePolicy.of(Rule.allow("all").tool("*")))
                .rateLimiter(limiter)
                .build()) {
      // snippet: headers
      RateLimitHeaders headers = RateLimitHeaders.standard();
      GuardContext context =
          GuardContext.of(TENANT, ALICE, "run-1")
              .withEndpoint("POST /v1/tools")
              .withRateListener(decision -> headers.about(decision).forEach(answer::put));
      ToolOutcome outcome = guard.invoke(context, call("c-1"), CLOCK);
      if (outcome instanceof ToolOutcome.Denied denied) {
        denied
            .denial()
            .retryAfter()
            .flatMap(RateLimitHeaders::retryAfter)
            .ifPresent(wait -> answer.put("Retry-After", wait));
      }
      // end
    }
    assertThat(answer).containsEntry("RateLimit-Remaining", "1").doesNotContainKey("Retry-After");
  }

  @Test
  void bounds_canBeAsked() {
    // snippet: bounds
    RateLimit calls = RateLimit.requests("calls", 600, Duration.ofMinutes(1));
    Optional<BigInteger> closed = RateFailureMode.closed().excess(calls, Duration.ofMinutes(5));
    Optional<BigInteger> shares =
        RateFailureMode.localShare(4).excess(calls, Duration.ofMinutes(5));
    Optional<BigInteger> open = RateFailureMode.open().excess(calls, Duration.ofMinutes(5));
    // end
    assertThat(closed).contains(BigInteger.ZERO);
    assertThat(shares).contains(BigInteger.valueOf(3_600));
    assertThat(open).isEmpty();
  }

  private static ToolCall call(String id) {
    return ToolCall.of(id, "clock", "{}");
  }
}
