// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EpochsTest {

  private final Epochs epochs = new Epochs(2);

  @Test
  void note_sameToken_isNoLoss() {
    assertThat(epochs.note("a", epoch(100, 10, 1), 10)).isZero();
    assertThat(epochs.note("a", epoch(200, 10, 1), 60)).isZero();
  }

  @Test
  void note_otherTokenTooEarly_isALossSinceItIsThere() {
    epochs.note("a", epoch(100, 10, 1), 10);
    assertThat(epochs.note("a", epoch(150, 50, 2), 60)).isEqualTo(50);
    assertThat(epochs.note("a", epoch(150, 50, 2), 70)).isEqualTo(50);
  }

  @Test
  void note_noneTooEarly_isALossSinceItWasMissed() {
    epochs.note("a", epoch(100, 10, 1), 10);
    assertThat(epochs.note("a", null, 60)).isEqualTo(60);
    assertThat(epochs.note("a", epoch(150, 70, 2), 70)).isEqualTo(60);
  }

  @Test
  void note_anotherWhenTheFirstHasEnded_isNoLoss() {
    epochs.note("a", epoch(100, 10, 1), 10);
    assertThat(epochs.note("a", null, 100)).isZero();
    assertThat(epochs.note("a", epoch(300, 120, 2), 120)).isZero();
  }

  @Test
  void note_replyThatWasOvertaken_changesNothing() {
    epochs.note("a", epoch(100, 10, 1), 10);
    epochs.note("a", epoch(150, 50, 2), 60);
    assertThat(epochs.note("a", epoch(100, 10, 1), 40)).isEqualTo(50);
    assertThat(epochs.note("a", epoch(150, 50, 2), 70)).isEqualTo(50);
  }

  @Test
  void note_moreTagsThanItHolds_forgetsTheOldest() {
    epochs.note("a", epoch(100, 10, 1), 10);
    epochs.note("b", epoch(100, 10, 1), 10);
    epochs.note("c", epoch(100, 10, 1), 10);
    assertThat(epochs.note("a", epoch(150, 50, 2), 60)).isZero();
    assertThat(epochs.note("c", epoch(150, 50, 2), 60)).isEqualTo(50);
  }

  private static byte[] epoch(long until, long since, long token) {
    return ByteBuffer.allocate(32).putLong(until).putLong(since).putLong(0).putLong(token).array();
  }
}
