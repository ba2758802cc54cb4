// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/** A place in a JSON text: characters before it, and line and column counted from 1. */
record TextPosition(long offset, int line, int column) {

  static final TextPosition START = new TextPosition(0, 1, 1);

  static TextPosition of(String text, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new TextPosition(offset, line, offset - lineStart + 1);
  }
}
