// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageStatus;
import io.hermesx.core.usage.UsageTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every log of usage does. */
public abstract class UsageLogContract extends StoreContract {

  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Creates the suite. */
  protected UsageLogContract() {}

  @Test
  void append_new_isKeptAsItIs() {
    UsageEvent event = samples().usage("call-1", now(), 1_500);

    assertThat(append(event)).isTrue();

    assertThat(list(now(), now().plus(HOUR), 10)).containsExactly(event);
  }

  @Test
  void append_sameSourceAndId_countsOnceWhateverElseDiffers() {
    UsageEvent first = samples().usage("call-1", now(), 1_500);
    append(first);

    assertThat(append(first)).isFalse();
    assertThat(append(samples().usage("call-1", now().plusSeconds(9), 7))).isFalse();

    assertThat(list(now(), now().plus(HOUR), 10)).containsExactly(first);
  }

  @Test
  void append_sameIdOfAnotherSource_isAnother() {
    append(from("a-b", "c"));

    assertThat(append(from("a", "b-c"))).isTrue();
    assertThat(append(from("d", "c"))).isTrue();
  }

  @Test
  void append_sameFromManyThreads_oneWrites() {
    UsageEvent event = samples().usage("call-1", now(), 1_500);

    assertThat(Contention.run(32, thread -> () -> append(event))).containsOnlyOnce(true);
  }

  @Test
  void totals_window_includesItsStartAndNotItsEnd() {
    Instant from = now();
    Instant to = from.plus(HOUR);
    append(samples().usage("before", from.minus(TICK), 1));
    append(samples().usage("start", from, 10));
    append(samples().usage("last", to.minus(TICK), 100));
    append(samples().usage("end", to, 1_000));

    assertThat(totals(from, to, Dimensions.none()))
        .isEqualTo(new UsageTotals(2, new TokenUsage(200, 40, 60), 110));
  }

  @Test
  void totals_dimensions_countWhatMatches() {
    append(samples().usage("call-1", now(), 10));
    Dimensions bob = Dimensions.none().with(Dimension.USER, "bob");

    assertThat(totals(now(), now().plus(HOUR), StoreSamples.DIMENSIONS).events()).isEqualTo(1);
    assertThat(totals(now(), now().plus(HOUR), bob)).isEqualTo(UsageTotals.ZERO);
  }

  @Test
  void totals_nothing_isZero() {
    assertThat(totals(now(), now(), Dimensions.none())).isEqualTo(UsageTotals.ZERO);
  }

  @Test
  void list_severalOutOfOrder_isOldestFirstUpToTheLimit() {
    UsageEvent third = samples().usage("call-1", now().plusSeconds(3), 1);
    UsageEvent first = samples().usage("call-2", now().plusSeconds(1), 1);
    UsageEvent second = samples().usage("call-3", now().plusSeconds(2), 1);
    List.of(third, first, second).forEach(this::append);

    assertThat(list(now(), now().plus(HOUR), 2)).containsExactly(first, second);
    assertThat(list(now(), now().plus(HOUR), 3)).containsExactly(first, second, third);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_001})
  void list_limitOutOfRange_isRefused(int limit) {
    assertThatThrownBy(() -> list(now(), now().plus(HOUR), limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
  }

  @Test
  void questions_endBeforeStart_areRefused() {
    assertThatThrownBy(() -> list(now(), now().minus(TICK), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> totals(now(), now().minus(TICK), Dimensions.none()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private UsageEvent from(String source, String id) {
    return new UsageEvent(
        source,
        id,
        now(),
        Dimensions.none(),
        "large",
        "large",
        TokenUsage.ZERO,
        1,
        "prices-1",
        UsageStatus.PARTIAL);
  }

  private boolean append(UsageEvent event) {
    return tx(tx -> tx.usage().append(event));
  }

  private UsageTotals totals(Instant from, Instant to, Dimensions only) {
    return acme().readOnly(tx -> tx.usage().totals(from, to, only));
  }

  private List<UsageEvent> list(Instant from, Instant to, int limit) {
    return acme().readOnly(tx -> tx.usage().list(from, to, limit));
  }
}
