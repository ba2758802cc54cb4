// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.Supplier;

/**
 * The span of a transaction: from before it has a connection until its end, with what became of it.
 */
final class TransactionSpan implements CommitOutcome {

  static final String NAME = "hermesx.tx";
  static final AttributeKey<Boolean> READ_ONLY = AttributeKey.booleanKey("hermesx.tx.read_only");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("hermesx.tx.outcome");

  private final Span span;
  private String outcome = "rolled_back";

  private TransactionSpan(Span span) {
    this.span = span;
  }

  static TransactionSpan start(Tracer tracer, boolean writable) {
    return new TransactionSpan(
        tracer.spanBuilder(NAME).setAttribute(READ_ONLY, !writable).startSpan());
  }

  /** Runs the transaction, in which the span is the current one, and ends the span. */
  <T> T around(Supplier<T> transaction) {
    try {
      return Context.current().with(span).wrapSupplier(transaction).get();
    } catch (RuntimeException | Error e) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(ErrorType.ERROR_TYPE, ErrorType.of(e).name());
      throw e;
    } finally {
      span.setAttribute(OUTCOME, outcome);
      span.end();
    }
  }

  @Override
  public void committed() {
    outcome = "committed";
  }

  @Override
  public void unknown() {
    outcome = "unknown";
  }
}
