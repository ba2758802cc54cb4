// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonValue;

/** A token or a whole number: what an open table holds. */
enum HeaderScalar implements HeaderShape {
  /** The only one. */
  SCALAR;

  @Override
  public void write(JsonValue value, HeaderWriter out) {
    (value instanceof JsonNumber ? HeaderWhole.SIGNED : HeaderText.TOKEN).write(value, out);
  }

  @Override
  public void read(HeaderReader in) {
    (in.peek() == '"' ? HeaderText.TOKEN : HeaderWhole.SIGNED).read(in);
  }
}
