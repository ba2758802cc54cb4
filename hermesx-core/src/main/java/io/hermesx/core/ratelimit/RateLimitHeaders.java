// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an HTTP answer tells its client of a rate decision: names and values of header fields, for
 * whatever writes them.
 *
 * <p>Told are the enforced limits that matched and that count the client's tenant alone. A limit of
 * all tenants together is not, because what is left of it is what others did; nor is one that is
 * only watched. No field holds what a call was counted by, so there is no partition key. Where the
 * shared state is away and nothing was counted, only the policies are told, which do not depend on
 * it.
 *
 * <p>Seconds are whole and rounded up: who waits them does not come too early. Immutable and
 * thread-safe; no I/O.
 */
public final class RateLimitHeaders {

  private static final String RETRY_AFTER = "Retry-After";

  private final Set<RateHeaderStyle> styles;

  private RateLimitHeaders(Set<RateHeaderStyle> styles) {
    this.styles = styles;
  }

  /** Returns the fields of the current draft and the three that most clients read. */
  public static RateLimitHeaders standard() {
    return in(RateHeaderStyle.DRAFT, RateHeaderStyle.TIGHTEST);
  }

  /** Returns the fields of these styles; with none, {@code Retry-After} is all. */
  public static RateLimitHeaders in(RateHeaderStyle... styles) {
    Set<RateHeaderStyle> chosen = EnumSet.noneOf(RateHeaderStyle.class);
    chosen.addAll(List.of(styles));
    return new RateLimitHeaders(chosen);
  }

  /**
   * Returns the fields for a decision, by name and in the order to send them: none where no limit
   * matched. A refusal has {@code Retry-After}, unless the same request never fits.
   */
  public Map<String, String> of(RateDecision decision) {
    Map<String, String> fields = about(decision);
    if (!decision.allowed()) {
      retryAfter(decision.retryAfter()).ifPresent(value -> fields.put(RETRY_AFTER, value));
    }
    return fields;
  }

  /**
   * Returns the fields for a decision without {@code Retry-After}, for an answer that is not itself
   * refused, such as one of many calls.
   */
  public Map<String, String> about(RateDecision decision) {
    List<LimitState> shown = decision.states().stream().filter(RateLimitHeaders::isShown).toList();
    Map<String, String> fields = new LinkedHashMap<>();
    if (shown.isEmpty()) {
      return fields;
    }
    boolean counted =
        decision.mode() != RateMode.FAIL_OPEN && decision.mode() != RateMode.FAIL_CLOSED;
    if (styles.contains(RateHeaderStyle.DRAFT)) {
      fields.put("RateLimit-Policy", DraftFields.policies(shown));
      if (counted) {
        fields.put("RateLimit", DraftFields.limits(shown, decision.allowed()));
      }
    }
    if (counted) {
      LimitState tightest =
          new RateDecision(decision.allowed(), null, shown, decision.mode())
              .binding()
              .orElseThrow();
      putTightest(fields, RateHeaderStyle.TIGHTEST, "RateLimit-", tightest);
      putTightest(fields, RateHeaderStyle.X_TIGHTEST, "X-RateLimit-", tightest);
    }
    return fields;
  }

  /**
   * Returns a wait as {@code Retry-After} has it (RFC 9110, section 10.2.3): whole seconds, rounded
   * up, at least one; empty for {@link RateDecision#NEVER}.
   */
  public static Optional<String> retryAfter(Duration wait) {
    return wait.equals(RateDecision.NEVER)
        ? Optional.empty()
        : Optional.of(Long.toString(Math.max(1, DraftFields.seconds(wait))));
  }

  private static boolean isShown(LimitState state) {
    return state.limit().enforced() && state.limit().reach() == RateReach.TENANT;
  }

  private void putTightest(
      Map<String, String> fields, RateHeaderStyle style, String prefix, LimitState tightest) {
    if (!styles.contains(style)) {
      return;
    }
    boolean waits = tightest.exceeded() && !tightest.retryAfter().equals(RateDecision.NEVER);
    Duration reset = waits ? tightest.retryAfter() : tightest.resetAfter();
    fields.put(prefix + "Limit", Long.toString(tightest.limit().algorithm().capacity()));
    fields.put(prefix + "Remaining", Long.toString(DraftFields.remaining(tightest)));
    fields.put(prefix + "Reset", Long.toString(DraftFields.seconds(reset)));
  }
}
