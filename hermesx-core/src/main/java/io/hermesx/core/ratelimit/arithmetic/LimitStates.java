// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.TimeUnit;

/** Where the layers stood, kept as numbers: most callers never look. Immutable. */
final class LimitStates extends AbstractList<LimitState> implements RandomAccess {

  private final List<Layer> layers;
  private final long[] remaining;
  private final long[] waits;
  private final long[] resets;

  LimitStates(List<Layer> layers, long[] remaining, long[] waits, long[] resets) {
    this.layers = layers;
    this.remaining = remaining;
    this.waits = waits;
    this.resets = resets;
  }

  @Override
  public LimitState get(int index) {
    return new LimitState(
        layers.get(index).limit(),
        remaining[index],
        waits[index] == Arithmetic.NEVER ? RateDecision.NEVER : micros(waits[index]),
        micros(resets[index]));
  }

  @Override
  public int size() {
    return layers.size();
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, TimeUnit.MICROSECONDS.toChronoUnit());
  }
}
