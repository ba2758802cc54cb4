// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.internal.Names;

/**
 * The identity of one call within its run: the id the model gave the tool call. The same id in the
 * same run runs at most once; asking again gives the recorded outcome.
 *
 * @param value 1 to 128 visible ASCII characters
 */
public record CallId(String value) {

  /** Checks the text. */
  public CallId {
    Names.requireToken("call id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
