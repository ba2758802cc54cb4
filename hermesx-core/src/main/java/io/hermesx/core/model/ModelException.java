// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

import io.hermesx.core.HermesException;

/** Thrown by a {@link ModelClient} that got no whole answer; says what was used all the same. */
public final class ModelException extends HermesException {

  private static final long serialVersionUID = 1L;

  private final ModelFailure failure;
  private final transient TokenUsage usage;

  /**
   * Creates the exception.
   *
   * @param failure why there is no answer
   * @param usage what the provider counts as used; {@link TokenUsage#ZERO} if it said nothing
   * @param message for the operator's log, without payload
   * @param cause what happened
   */
  public ModelException(ModelFailure failure, TokenUsage usage, String message, Throwable cause) {
    super(message, cause);
    this.failure = failure;
    this.usage = usage;
  }

  /** Why there is no answer. */
  public ModelFailure failure() {
    return failure;
  }

  /** What the provider counts as used. */
  public TokenUsage usage() {
    return usage;
  }
}
