// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.HermesException;

/** Ends a call from inside a stage or a transaction; caught by the path, never seen outside. */
final class Refusal extends HermesException {

  private static final long serialVersionUID = 1L;

  private final transient Denial denial;

  Refusal(Denial denial) {
    super(denial.code().wireName());
    this.denial = denial;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  Denial denial() {
    return denial;
  }
}
