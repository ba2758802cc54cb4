// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells OpenTelemetry of the programs of sandboxes: measurements, and a span for each, a child of
 * whatever is current where it is asked for. {@code docs/reference/telemetry.md} names each.
 *
 * <p>Attributes are names of executors, guarantees, kinds of endings and exit codes; never a
 * program, an argument, a variable, a file, an output or a tenant. Nothing global is looked up.
 * Needs {@code io.opentelemetry:opentelemetry-api}. Thread-safe.
 */
public final class OpenTelemetrySandboxListener implements SandboxListener {

  static final String SCOPE = "io.hermesx.sandbox";
  static final String SPAN = "hermesx.sandbox.execution";

  static final AttributeKey<String> EXECUTOR = AttributeKey.stringKey("hermesx.sandbox.executor");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("hermesx.sandbox.outcome");
  static final AttributeKey<String> LIMIT = AttributeKey.stringKey("hermesx.sandbox.limit");
  static final AttributeKey<String> GUARANTEE = AttributeKey.stringKey("hermesx.sandbox.guarantee");
  static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("process.exit.code");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private static final double NANOS = 1e9;

  private final SandboxInstruments instruments;
  private final Tracer tracer;

  private OpenTelemetrySandboxListener(OpenTelemetry openTelemetry) {
    this.instruments = new SandboxInstruments(openTelemetry.getMeter(SCOPE));
    this.tracer = openTelemetry.getTracer(SCOPE);
  }

  /**
   * Returns a listener that tells the host's OpenTelemetry.
   *
   * @param openTelemetry such as the host's SDK; it is not closed
   */
  @SuppressWarnings(
      "exports") // A transitive requirement would be one of every host that is a module.
  public static OpenTelemetrySandboxListener of(OpenTelemetry openTelemetry) {
    return new OpenTelemetrySandboxListener(openTelemetry);
  }

  @Override
  public Consumer<ObservedRun> asked(String executor) {
    Attributes of = Attributes.of(EXECUTOR, executor);
    Span span =
        tracer.spanBuilder(SPAN).setParent(Context.current()).setAllAttributes(of).startSpan();
    instruments.active.add(1, of);
    return run -> {
      instruments.active.add(-1, of);
      measure(run);
      end(span, run);
    };
  }

  private void measure(ObservedRun run) {
    Attributes attributes = attributes(run);
    instruments.executions.add(1, attributes);
    if (run.outcome() instanceof SandboxOutcome.Refused refused) {
      for (Guarantee guarantee : refused.missing()) {
        instruments.missing.add(
            1, Attributes.of(EXECUTOR, run.executor(), GUARANTEE, wireName(guarantee)));
      }
    }
    if (!run.began()) {
      return;
    }
    Attributes of = Attributes.of(EXECUTOR, run.executor());
    instruments.waited.record(seconds(run.waited()), of);
    instruments.ran.record(seconds(run.usage().wall()), attributes);
    instruments.ended.record(seconds(run.ended()), of);
    run.usage().cpu().ifPresent(cpu -> instruments.cpu.record(seconds(cpu), of));
    run.usage().peakMemoryBytes().ifPresent(octets -> instruments.memory.record(octets, of));
    instruments.output.record(run.outputBytes(), of);
  }

  private static void end(Span span, ObservedRun run) {
    span.setAllAttributes(attributes(run));
    if (run.outcome() instanceof SandboxOutcome.Exited exited) {
      span.setAttribute(EXIT_CODE, (long) exited.code());
    } else if (!(run.outcome() instanceof SandboxOutcome.Cancelled)) {
      span.setAttribute(ERROR_TYPE, wireName(run.outcome()));
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private static Attributes attributes(ObservedRun run) {
    AttributesBuilder attributes =
        Attributes.builder().put(EXECUTOR, run.executor()).put(OUTCOME, wireName(run.outcome()));
    if (run.outcome() instanceof SandboxOutcome.LimitExceeded exceeded) {
      attributes.put(LIMIT, wireName(exceeded.limit()));
    }
    return attributes.build();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }

  static String wireName(Guarantee guarantee) {
    return guarantee.name().toLowerCase(Locale.ROOT);
  }

  static String wireName(SandboxOutcome outcome) {
    return outcome
        .getClass()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
