// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimensions;
import io.hermesx.core.model.TokenUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UsageTotalsProperties {

  @Provide
  Arbitrary<List<UsageEvent>> events() {
    Arbitrary<Long> amount = Arbitraries.longs().between(0, 1_000_000_000_000L);
    return Combinators.combine(amount, amount, amount, amount)
        .as((a, b, c, d) -> event(new TokenUsage(a, b, c), d))
        .list()
        .ofMaxSize(30);
  }

  @Property
  void plus_everyEvent_addsUpInAnyOrder(@ForAll("events") List<UsageEvent> events) {
    List<UsageEvent> reversed = new ArrayList<>(events);
    Collections.reverse(reversed);

    UsageTotals totals = totals(events);

    assertThat(totals)
        .isEqualTo(
            new UsageTotals(
                events.size(),
                new TokenUsage(
                    sum(events, event -> event.tokens().input()),
                    sum(events, event -> event.tokens().cachedInput()),
                    sum(events, event -> event.tokens().output())),
                sum(events, UsageEvent::nanoUsd)))
        .isEqualTo(totals(reversed));
  }

  @Example
  void plus_moreThanFits_throwsInsteadOfWrapping() {
    UsageTotals full = UsageTotals.ZERO.plus(event(TokenUsage.ZERO, Long.MAX_VALUE));
    TokenUsage most = new TokenUsage(0, 0, Long.MAX_VALUE);

    assertThatThrownBy(() -> full.plus(event(TokenUsage.ZERO, 1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> UsageTotals.ZERO.plus(event(most, 0)).plus(event(most, 0)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Example
  void event_thatPaysItsCaller_isRefused() {
    assertThatThrownBy(() -> event(TokenUsage.ZERO, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a usage event costs -1 nano-USD, allowed: 0 or more");
  }

  @Example
  void event_sourceOrIdThatIsNoToken_isRefused() {
    assertThatThrownBy(() -> event("my source", "e-1", TokenUsage.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("usage source has ");
    assertThatThrownBy(() -> event("source", "", TokenUsage.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("usage event id has 0 characters");
  }

  private static UsageTotals totals(List<UsageEvent> events) {
    UsageTotals totals = UsageTotals.ZERO;
    for (UsageEvent event : events) {
      totals = totals.plus(event);
    }
    return totals;
  }

  private static long sum(List<UsageEvent> events, ToLongFunction<UsageEvent> member) {
    return events.stream().mapToLong(member).sum();
  }

  private static UsageEvent event(TokenUsage tokens, long nanoUsd) {
    return event("source", "e-1", tokens, nanoUsd);
  }

  private static UsageEvent event(String source, String id, TokenUsage tokens, long nanoUsd) {
    return new UsageEvent(
        source,
        id,
        Instant.EPOCH,
        Dimensions.none(),
        "large",
        "large-1",
        tokens,
        nanoUsd,
        "v1",
        UsageStatus.COMPLETE);
  }
}
