// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateShare;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What decides while the shared state is away. Thread-safe; never blocks. */
final class Fallback {

  private final RateFailureMode mode;
  private final Duration probeEvery;
  private final @Nullable MemoryRateLimiter share;

  private Fallback(RateFailureMode mode, Duration probeEvery, @Nullable MemoryRateLimiter share) {
    this.mode = mode;
    this.probeEvery = probeEvery;
    this.share = share;
  }

  static Fallback of(SharedOptions options) {
    MemoryRateLimiter share =
        options.failureMode() instanceof RateFailureMode.LocalShare local
            ? MemoryRateLimiter.builder()
                .limits(shares(options.limits(), local.jvms()))
                .clock(options.clock())
                .ticker(options.ticker())
                .ids(options.ids())
                .build()
            : null;
    return new Fallback(options.failureMode(), options.probeEvery(), share);
  }

  RateDecision tryAcquire(RateRequest request, List<Layer> layers) {
    if (share != null) {
      return onShare(share, request, layers);
    }
    return mode instanceof RateFailureMode.Open ? allowed() : refused(layers);
  }

  RateDecision peek(RateRequest request, List<Layer> layers) {
    if (share != null) {
      return inMode(share.peek(request));
    }
    return mode instanceof RateFailureMode.Open ? allowed() : refused(layers);
  }

  /** Counts on the share what the shared state admitted, so that an outage finds it in use. */
  void warm(RateDecision decision, RateRequest request) {
    if (share != null && decision.allowed()) {
      try {
        share.tryAcquire(request).permit().ifPresent(share::release);
      } catch (RateLimiterUnavailableException e) {
        // Its room is full: an outage will refuse new keys, which is on the safe side.
      }
    }
  }

  boolean about(Command.Kind kind, RatePermit permit) {
    if (share == null) {
      return kind == Command.Kind.RENEW;
    }
    return switch (kind) {
      case REFUND -> share.refund(permit);
      case RELEASE -> share.release(permit);
      default -> share.renew(permit);
    };
  }

  private RateDecision onShare(MemoryRateLimiter limiter, RateRequest request, List<Layer> layers) {
    try {
      return inMode(limiter.tryAcquire(request));
    } catch (RateLimiterUnavailableException e) {
      return refused(layers);
    }
  }

  /** A permit of the share remembers it, so that it is given back there. */
  private static RateDecision inMode(RateDecision decision) {
    RatePermit permit =
        decision
            .permit()
            .map(
                own ->
                    new RatePermit(
                        own.id(),
                        own.request(),
                        own.limits(),
                        own.takenAtMicros(),
                        RateMode.LOCAL_SHARE))
            .orElse(null);
    return new RateDecision(decision.allowed(), permit, decision.states(), RateMode.LOCAL_SHARE);
  }

  private static RateDecision allowed() {
    return new RateDecision(true, null, List.of(), RateMode.FAIL_OPEN);
  }

  /** Not where limits only watch. The wait is until the next probe: nobody knows more. */
  private RateDecision refused(List<Layer> layers) {
    if (layers.stream().noneMatch(Layer::enforced)) {
      return allowed();
    }
    List<LimitState> states =
        layers.stream()
            .map(layer -> new LimitState(layer.limit(), 0, probeEvery, probeEvery))
            .toList();
    return new RateDecision(false, null, states, RateMode.FAIL_CLOSED);
  }

  /** The same object as long as the limits are the same, so that nothing is computed again. */
  private static Supplier<RateLimits> shares(Supplier<RateLimits> limits, int jvms) {
    return new Supplier<>() {
      private volatile Known known = known(limits.get());

      @Override
      public RateLimits get() {
        RateLimits current = limits.get();
        Known last = known;
        if (!last.limits().equals(current)) {
          last = known(current);
          known = last;
        }
        return last.shares();
      }

      private Known known(RateLimits of) {
        return new Known(of, RateShare.of(of, jvms));
      }
    };
  }

  private record Known(RateLimits limits, RateLimits shares) {}
}
