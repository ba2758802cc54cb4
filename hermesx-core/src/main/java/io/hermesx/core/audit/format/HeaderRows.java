// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonValue;

/**
 * An array, never empty: what is not there is left out.
 *
 * @param row what each element is
 * @param most how many there may be
 */
record HeaderRows(HeaderShape row, int most) implements HeaderShape {

  @Override
  public void write(JsonValue value, HeaderWriter out) {
    if (!(value instanceof JsonArray array)) {
      throw out.refused(value, allowed());
    }
    if (array.items().isEmpty() || array.items().size() > most) {
      throw out.refused(array.items().size() + " elements", allowed());
    }
    char before = '[';
    for (JsonValue item : array.items()) {
      out.raw(before);
      row.write(item, out);
      before = ',';
    }
    out.raw(']');
  }

  @Override
  public void read(HeaderReader in) {
    in.expect('[');
    int rows = 0;
    do {
      if (++rows > most) {
        throw in.notAllowed("more elements", allowed());
      }
      row.read(in);
    } while (in.more(']'));
  }

  private String allowed() {
    return "an array of 1 to " + most;
  }
}
