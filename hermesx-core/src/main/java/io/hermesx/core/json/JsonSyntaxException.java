// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import io.hermesx.core.HermesException;

/**
 * A text that is not strict JSON, or is more of it than the limits allow.
 *
 * <p>The message says what is wrong, where, what is allowed and what to do next. Of the text it
 * repeats at most one key, and that only when it is a short plain name; so it can be logged and
 * shown to whoever sent the text.
 */
public final class JsonSyntaxException extends HermesException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final int line;
  private final int column;

  JsonSyntaxException(TextPosition at, String what, String allowed, String next) {
    super(
        "JSON refused at line "
            + at.line()
            + ", column "
            + at.column()
            + ": "
            + what
            + "; allowed: "
            + allowed
            + ". Next step: "
            + next
            + ".");
    this.offset = at.offset();
    this.line = at.line();
    this.column = at.column();
  }

  /**
   * The number of characters (UTF-16 code units) before the place; 0 when the text was refused as a
   * whole.
   */
  public long offset() {
    return offset;
  }

  /** The line of the place, from 1. */
  public int line() {
    return line;
  }

  /** The column of the place in UTF-16 code units, from 1. */
  public int column() {
    return column;
  }
}
