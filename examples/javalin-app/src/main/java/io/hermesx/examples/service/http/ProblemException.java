// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

/** Ends a request with a {@link Problem}. Has no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** The problem. */
  public Problem problem() {
    return problem;
  }
}
