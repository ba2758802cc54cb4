// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import java.util.Arrays;

/** One key in a batch: what is on record for it, and the layer that its numbers are of. */
final class RateRow {

  /** As long as anything can be kept: a hundred years. */
  static final long LONGEST = 36_500L * 24 * 3_600 * 1_000_000;

  private final byte[] key;
  private final Tally tally = new Tally();
  private Layer layer;
  private boolean changed;

  RateRow(Sha256 key, Layer layer) {
    this.key = key.octets();
    this.layer = layer;
  }

  byte[] key() {
    return key;
  }

  /** Takes the numbers that were kept; none for a key that nobody has used. */
  void read(long[] numbers) {
    if (numbers.length > 0) {
      layer.arithmetic().read(tally, numbers);
    }
  }

  /** Returns what a layer counts here; its limit may have changed since the numbers were kept. */
  Tally of(Layer asked) {
    if (asked != layer) {
      asked.arithmetic().adopt(tally, layer.arithmetic());
      layer = asked;
    }
    return tally;
  }

  void change() {
    changed = true;
  }

  boolean changed() {
    return changed;
  }

  /** Returns the numbers as PostgreSQL reads an array. */
  String numbers() {
    String list = Arrays.toString(layer.arithmetic().write(tally));
    return "{" + list.substring(1, list.length() - 1) + "}";
  }

  /** Returns when nothing is in use any more, µs. */
  long until(long clock) {
    long now = Math.max(clock, layer.arithmetic().notBefore(tally));
    layer.arithmetic().advance(tally, now);
    return now + Math.min(LONGEST, layer.arithmetic().untilEmpty(tally, now));
  }
}
