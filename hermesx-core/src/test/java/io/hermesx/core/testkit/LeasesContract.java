// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every keeper of leases does. */
public abstract class LeasesContract extends StoreContract {

  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Creates the suite. */
  protected LeasesContract() {}

  @Test
  void tryAcquire_free_isTakenAndRefusedToOthers() {
    assertThat(acquire("sweep", "one")).isTrue();

    assertThat(acquire("sweep", "two")).isFalse();
    assertThat(acquire("other", "two")).isTrue();
  }

  @Test
  void tryAcquire_byItsOwner_isRenewed() {
    acquire("sweep", "one");
    advance(MINUTE.minus(TICK));

    assertThat(acquire("sweep", "one")).isTrue();

    advance(MINUTE.minus(TICK));
    assertThat(acquire("sweep", "two")).isFalse();
  }

  @Test
  void tryAcquire_refused_doesNotProlongIt() {
    acquire("sweep", "one");
    advance(MINUTE.minus(TICK));
    assertThat(acquire("sweep", "two")).isFalse();

    advance(TICK);

    assertThat(acquire("sweep", "two")).isTrue();
    assertThat(acquire("sweep", "one")).isFalse();
  }

  @Test
  void tryAcquire_manyAtOnce_oneGetsIt() {
    AtomicInteger owners = new AtomicInteger();

    List<Boolean> got =
        Contention.run(32, thread -> () -> acquire("sweep", "owner-" + owners.incrementAndGet()));

    assertThat(got).containsOnlyOnce(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void tryAcquire_noTime_isRefused(long nanos) {
    Duration none = Duration.ofNanos(nanos);

    assertThatThrownBy(() -> store().leases().tryAcquire("sweep", "one", none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than zero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "tür"})
  void tryAcquire_nameOrOwnerThatIsNoToken_isRefused(String text) {
    assertThatThrownBy(() -> acquire(text, "one")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> acquire("sweep", text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tryAcquire_closedStore_throws() {
    store().close();

    assertThatThrownBy(() -> acquire("sweep", "one")).isInstanceOf(StoreException.class);
  }

  private boolean acquire(String name, String owner) {
    return store().leases().tryAcquire(name, owner, MINUTE);
  }
}
