// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonValue;

/**
 * A whole number within bounds, in decimal digits.
 *
 * @param least the smallest allowed
 * @param most the largest allowed
 */
public record HeaderWhole(long least, long most) implements HeaderLeaf {

  /** The largest magnitude: up to here every whole number is a double of its own. */
  public static final long MOST = (1L << 53) - 1;

  static final HeaderWhole COUNT = new HeaderWhole(0, MOST);
  static final HeaderWhole SIGNED = new HeaderWhole(-MOST, MOST);

  @Override
  public void write(JsonValue value, HeaderWriter out) {
    if (!(value instanceof JsonNumber number) || !number.isInteger()) {
      throw out.refused(value, allowed());
    }
    double whole = number.doubleValue();
    if (whole < least || whole > most) {
      throw out.refused("a number out of range", allowed());
    }
    out.whole((long) whole);
  }

  void write(long value, HeaderWriter out) {
    if (value < least || value > most) {
      throw out.refused("a number out of range", allowed());
    }
    out.whole(value);
  }

  @Override
  public void read(HeaderReader in) {
    int start = in.position();
    long value = in.whole();
    if (value < least || value > most) {
      throw in.notAllowed("a number out of range", allowed());
    }
    in.passed(this, start);
  }

  @Override
  public int end(byte[] octets, int from, int to) {
    int end = HeaderOctets.whole(octets, from, to);
    if (end < 0) {
      return end;
    }
    long value = HeaderOctets.value(octets, from, end);
    return value < least || value > most ? HeaderOctets.NONE : end;
  }

  private String allowed() {
    return "a whole number from " + least + " to " + most;
  }
}
