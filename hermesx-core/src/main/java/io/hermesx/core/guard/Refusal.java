// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

/** Ends a call from inside a stage or a transaction; caught by the path, never seen outside. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Denial denial;

  Refusal(Denial denial) {
    super(null, null, false, false);
    this.denial = denial;
  }

  Denial denial() {
    return denial;
  }
}
