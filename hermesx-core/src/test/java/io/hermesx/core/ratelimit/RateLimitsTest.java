// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.Dimension;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RateLimit CALLS = RateLimit.requests("calls", 10, HOUR);
  private static final RateLimit SHARED = RateLimit.requests("shared", 9, HOUR).acrossTenants();

  @Test
  void of_noneOrTooMany_saysHowManyAreAllowed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.of())
        .withMessageContaining("there are 0 limits, allowed: 1 to 64")
        .withMessageContaining("RateLimiter.unlimited()");
    List<RateLimit> many =
        IntStream.range(0, 65).mapToObj(i -> RateLimit.requests("l" + i, 1, HOUR)).toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.of(many))
        .withMessageContaining("there are 65 limits");
    assertThat(RateLimits.of(many.subList(0, 64)).common()).hasSize(64);
  }

  @Test
  void of_twoOfOneName_namesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.of(CALLS, SHARED, CALLS.withBurst(3)))
        .withMessage("two limits are named calls, allowed: a name of its own for each");
  }

  @Test
  void override_replacesTheOneOfItsName_forThatTenant() {
    RateLimit more = CALLS.withBurst(99);
    RateLimits limits = RateLimits.of(SHARED, CALLS).override(ACME, more);

    assertThat(limits.of(ACME)).containsExactly(SHARED, more);
    assertThat(limits.of(GLOBEX)).containsExactly(SHARED, CALLS);
    assertThat(limits.overridden()).containsOnlyKeys(ACME);
    assertThat(limits.override(ACME, CALLS).of(ACME)).containsExactly(SHARED, CALLS);
    assertThat(RateLimits.of(SHARED, CALLS).of(ACME)).containsExactly(SHARED, CALLS);
  }

  @Test
  void override_ofAnUnknownName_listsThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RateLimits.of(CALLS, SHARED).override(ACME, RateLimit.requests("call", 1, HOUR)))
        .withMessage("there is no limit call to override, allowed: [calls, shared]");
  }

  @Test
  void override_ofALimitAcrossTenants_isRefusedEitherWay() {
    RateLimits limits = RateLimits.of(CALLS, SHARED);
    for (RateLimit own :
        List.of(
            SHARED.withBurst(2), CALLS.acrossTenants(), RateLimit.requests("shared", 1, HOUR))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> limits.override(ACME, own))
          .withMessageContaining("limit " + own.name() + " counts all tenants together");
    }
  }

  @Test
  void equality_isThatOfTheLimits() {
    RateLimits limits = RateLimits.of(CALLS).override(ACME, CALLS.per(Dimension.USER));

    assertThat(limits)
        .isEqualTo(RateLimits.of(CALLS).override(ACME, CALLS.per(Dimension.USER)))
        .hasSameHashCodeAs(RateLimits.of(CALLS).override(ACME, CALLS.per(Dimension.USER)))
        .isNotEqualTo(RateLimits.of(CALLS))
        .isNotEqualTo(RateLimits.of(CALLS).override(GLOBEX, CALLS.per(Dimension.USER)));
    assertThat(limits.toString()).contains("calls").contains("1 tenants");
  }
}
