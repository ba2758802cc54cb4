// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateHoldTest {

  private final CountedLimiter limiter = new CountedLimiter();

  @Test
  void hold_endedAgainAndAgain_endsOnceAndAsItDidFirst() {
    RateHold released = taken();
    released.release();
    released.release();
    released.refund();
    released.refundUnlessHandedOn();

    assertThat(limiter.released).hasValue(1);
    assertThat(limiter.refunded).hasValue(0);

    RateHold refunded = taken();
    refunded.refund();
    refunded.release();
    refunded.refund();

    assertThat(limiter.released).hasValue(1);
    assertThat(limiter.refunded).hasValue(1);
    assertThat(limiter.slotsHeld()).isZero();
  }

  @Test
  void hold_handedOn_isEndedOnlyByWhoeverRunsTheCall() {
    RateHold hold = taken();

    hold.handOn();
    hold.refundUnlessHandedOn();
    assertThat(limiter.slotsHeld()).isEqualTo(1);

    hold.release();
    hold.handOn();
    hold.refundUnlessHandedOn();
    assertThat(limiter.refunded).hasValue(0);
    assertThat(limiter.slotsHeld()).isZero();
  }

  @Test
  void hold_ofNothing_asksNobody() {
    RateHold hold = new RateHold(limiter, Optional.empty());

    hold.release();
    hold.refund();

    assertThat(limiter.released).hasValue(0);
    assertThat(limiter.refunded).hasValue(0);
  }

  private RateHold taken() {
    return new RateHold(
        limiter,
        limiter.tryAcquire(RateRequest.call(TenantId.named("acme"), Dimensions.none())).permit());
  }
}
