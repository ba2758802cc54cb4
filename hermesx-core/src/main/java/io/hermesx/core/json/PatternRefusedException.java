// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import io.hermesx.core.HermesException;

/**
 * A regular expression that cannot be read, or not be matched in linear time; the message says
 * which and repeats nothing.
 */
final class PatternRefusedException extends HermesException {

  private static final long serialVersionUID = 1L;

  PatternRefusedException(String reason) {
    super(reason);
  }
}
