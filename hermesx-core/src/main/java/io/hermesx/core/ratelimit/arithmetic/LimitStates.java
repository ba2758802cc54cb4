// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Where the layers stood, computed when somebody looks, which most callers never do: until then
 * only the numbers of the tallies are kept. Immutable.
 */
final class LimitStates extends AbstractList<LimitState> implements RandomAccess {

  /** Waits beyond this, such as {@link Arithmetic#NEVER}, are not added to. */
  private static final long FAR = Long.MAX_VALUE / 2;

  private static final int WIDTH = 4;

  private final List<Layer> layers;
  private final long now;
  private final long behind;

  /** For each layer its wait, and at, used and part of its tally; or what its entries come to. */
  private final long[] numbers;

  /**
   * Keeps where tallies stand.
   *
   * @param now the time it was decided at, µs
   * @param behind by how much the clock was behind that time, µs
   */
  LimitStates(List<Layer> layers, long now, long behind) {
    this.layers = layers;
    this.now = now;
    this.behind = behind;
    this.numbers = new long[WIDTH * layers.size()];
  }

  /** Keeps where the tally of a layer stands, and how long what was asked has to wait. */
  void keep(int index, Tally tally, long wait) {
    int at = WIDTH * index;
    numbers[at] = wait;
    Arithmetic arithmetic = layers.get(index).arithmetic();
    if (arithmetic.countsEntries()) {
      numbers[at + 1] = arithmetic.remaining(tally, now);
      numbers[at + 2] = arithmetic.untilEmpty(tally, now);
    } else {
      numbers[at + 1] = tally.at;
      numbers[at + 2] = tally.used;
      numbers[at + 3] = tally.part;
    }
  }

  @Override
  public LimitState get(int index) {
    Layer layer = layers.get(index);
    int at = WIDTH * index;
    long remaining = numbers[at + 1];
    long reset = numbers[at + 2];
    if (!layer.arithmetic().countsEntries()) {
      Tally tally = new Tally();
      tally.at = numbers[at + 1];
      tally.used = numbers[at + 2];
      tally.part = numbers[at + 3];
      remaining = layer.arithmetic().remaining(tally, now);
      reset = layer.arithmetic().untilEmpty(tally, now);
    }
    return new LimitState(layer.limit(), remaining, since(numbers[at]), since(reset));
  }

  @Override
  public int size() {
    return layers.size();
  }

  /** A wait from what the clock says, where the time it was decided at may be later. */
  private Duration since(long wait) {
    if (wait == Arithmetic.NEVER) {
      return RateDecision.NEVER;
    }
    return Duration.of(wait == 0 || wait >= FAR ? wait : wait + behind, ChronoUnit.MICROS);
  }
}
