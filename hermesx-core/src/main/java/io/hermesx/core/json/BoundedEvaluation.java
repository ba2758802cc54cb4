// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;

/**
 * One evaluation of a value, in a bounded number of steps, at a bounded depth and with bounded
 * memory for errors.
 *
 * <p>Of errors, those beyond {@link #MOST_ERRORS} in one list are dropped: the list then says
 * "invalid" already, to whichever keyword owns it. Not thread-safe: one use, one thread.
 */
final class BoundedEvaluation extends ExecutionContext {

  static final int MOST_ERRORS = 100;
  private static final int MOST_STEPS = 1_000_000;
  private static final int DEEPEST = 600;

  private int steps;
  private int depth;

  BoundedEvaluation(ExecutionConfig config) {
    super(config);
  }

  @Override
  public void evaluationPathAddLast(String token) {
    step();
    super.evaluationPathAddLast(token);
  }

  @Override
  public void evaluationPathAddLast(int token) {
    step();
    super.evaluationPathAddLast(token);
  }

  @Override
  public void evaluationPathRemoveLast() {
    depth--;
    super.evaluationPathRemoveLast();
  }

  @Override
  public void addError(Error error) {
    if (getErrors().size() < MOST_ERRORS) {
      super.addError(error);
    }
  }

  private void step() {
    if (++steps > MOST_STEPS) {
      throw new EvaluationLimitException("the value takes more than " + MOST_STEPS + " steps");
    }
    if (++depth > DEEPEST) {
      throw new EvaluationLimitException("the value leads deeper than " + DEEPEST + " keywords");
    }
  }
}
