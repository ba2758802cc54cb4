// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxUsage;
import io.hermesx.core.tenant.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenTelemetrySandboxListenerTest {

  private static final Pattern LINE = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
  private static final SandboxUsage USAGE =
      new SandboxUsage(
          Duration.ofSeconds(2), Optional.of(Duration.ofSeconds(1)), OptionalLong.of(4_096));

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
          .build();
  private final SandboxListener listener = OpenTelemetrySandboxListener.of(sdk);

  @Test
  void endings_areCountedByOutcomeAndLimit() {
    tour();

    assertThat(points("hermesx.sandbox.executions"))
        .containsExactlyInAnyOrder(
            "1 executor=process outcome=exited",
            "1 executor=process outcome=signaled",
            "1 executor=process outcome=timed_out",
            "1 executor=process limit=memory_tree_limit outcome=limit_exceeded",
            "1 executor=process outcome=cancelled",
            "1 executor=process outcome=refused",
            "1 executor=process outcome=overloaded",
            "1 executor=process outcome=faulted");
    assertThat(points("hermesx.sandbox.missing"))
        .containsExactlyInAnyOrder(
            "1 executor=process guarantee=net_none", "1 executor=process guarantee=fs_confined");
  }

  @Test
  void measurements_areThoseOfProgramsThatBegan() {
    told(new SandboxOutcome.Exited(0), true);
    told(new SandboxOutcome.Overloaded("full"), false);

    assertThat(sum("hermesx.sandbox.wait.duration")).isEqualTo(0.25);
    assertThat(sum("hermesx.sandbox.run.duration")).isEqualTo(2);
    assertThat(sum("hermesx.sandbox.end.duration")).isEqualTo(0.5);
    assertThat(sum("hermesx.sandbox.cpu.time")).isEqualTo(1);
    assertThat(sum("hermesx.sandbox.memory.peak")).isEqualTo(4_096);
    assertThat(sum("hermesx.sandbox.output.size")).isEqualTo(7);
  }

  @Test
  void active_isOneWhileItLasts() {
    Consumer<ObservedRun> end = listener.asked("process");
    assertThat(points("hermesx.sandbox.active")).containsExactly("1 executor=process");

    end.accept(run(new SandboxOutcome.Exited(0), true));
    assertThat(points("hermesx.sandbox.active")).containsExactly("0 executor=process");
  }

  @Test
  void span_isAChildOfWhatIsCurrentWhereItIsAskedFor_andHasItsEnding() {
    Span caller = sdk.getTracer("test").spanBuilder("caller").startSpan();
    Consumer<ObservedRun> end;
    try (Scope current = caller.makeCurrent()) {
      assertThat(current).isNotNull();
      end = listener.asked("process");
    }
    end.accept(run(new SandboxOutcome.Exited(3), true));
    told(new SandboxOutcome.LimitExceeded(Guarantee.MEMORY_TREE_LIMIT), true);

    SpanData exited = spans.getFinishedSpanItems().get(0);
    assertThat(exited.getName()).isEqualTo("hermesx.sandbox.execution");
    assertThat(exited.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
    assertThat(exited.getAttributes().get(OpenTelemetrySandboxListener.EXIT_CODE)).isEqualTo(3);
    assertThat(exited.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    SpanData limited = spans.getFinishedSpanItems().get(1);
    assertThat(limited.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(limited.getAttributes().get(OpenTelemetrySandboxListener.ERROR_TYPE))
        .isEqualTo("limit_exceeded");
    assertThat(limited.getAttributes().get(OpenTelemetrySandboxListener.LIMIT))
        .isEqualTo("memory_tree_limit");
  }

  @Test
  void nothingTold_holdsWhatRanOrForWhom() {
    SandboxRequest request =
        SandboxRequest.builder("sh", "-c", "echo canary-output; exit 3", "canary-argument")
            .environment(Map.of("CANARY_NAME", "canary-value"))
            .stdin("canary-input".getBytes(StandardCharsets.UTF_8))
            .files(
                new SandboxFiles(
                    List.of(SandboxFile.text("canary-file", "canary-content")), List.of()))
            .tenant(TenantId.named("canary-tenant"))
            .build();
    try (SandboxExecutor executor =
        ObservedSandboxExecutor.of(ProcessSandboxExecutor.builder().open(), "process", listener)) {
      SandboxResult ran = executor.start(request).result().join();
      assertThat(ran.outcome()).isEqualTo(new SandboxOutcome.Exited(3));
      SandboxResult refused =
          executor.start(request.requiring(Set.of(Guarantee.NET_NONE))).result().join();
      assertThat(refused.outcome()).isInstanceOf(SandboxOutcome.Refused.class);
    }
    told(new SandboxOutcome.Faulted("canary-reason"), false);
    told(new SandboxOutcome.Refused(Set.of(Guarantee.NET_NONE), "canary-remedy"), false);

    String all = metrics.collectAllMetrics().toString() + spans.getFinishedSpanItems();
    assertThat(all)
        .contains("refused", "exited")
        .doesNotContainIgnoringCase("canary")
        .doesNotContain(TenantId.named("canary-tenant").toString());
  }

  @Test
  void page_everyInstrumentAndAttribute_isOnIt() throws IOException {
    tour();

    Set<String> names =
        metrics.collectAllMetrics().stream()
            .map(MetricData::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(section("Sandboxes: instruments")).isEqualTo(names);
    assertThat(section("Sandboxes: attributes"))
        .containsExactlyInAnyOrder(
            OpenTelemetrySandboxListener.EXECUTOR.getKey(),
            OpenTelemetrySandboxListener.OUTCOME.getKey(),
            OpenTelemetrySandboxListener.LIMIT.getKey(),
            OpenTelemetrySandboxListener.GUARANTEE.getKey(),
            OpenTelemetrySandboxListener.EXIT_CODE.getKey(),
            OpenTelemetrySandboxListener.ERROR_TYPE.getKey());
  }

  @Test
  void snippet_ofThePage_works() {
    try (SandboxExecutor unused = executor(sdk)) {
      assertThat(unused.guarantees()).isNotEmpty();
    }
  }

  private static SandboxExecutor executor(OpenTelemetry openTelemetry) {
    // snippet: telemetry
    SandboxExecutor executor =
        ObservedSandboxExecutor.of(
            ProcessSandboxExecutor.builder().open(),
            "process",
            OpenTelemetrySandboxListener.of(openTelemetry));
    // end
    return executor;
  }

  private void tour() {
    told(new SandboxOutcome.Exited(0), true);
    told(new SandboxOutcome.Signaled(9), true);
    told(new SandboxOutcome.TimedOut(), true);
    told(new SandboxOutcome.LimitExceeded(Guarantee.MEMORY_TREE_LIMIT), true);
    told(new SandboxOutcome.Cancelled(), false);
    told(
        new SandboxOutcome.Refused(
            Set.of(Guarantee.NET_NONE, Guarantee.FS_CONFINED), "install something"),
        false);
    told(new SandboxOutcome.Overloaded("full"), false);
    told(new SandboxOutcome.Faulted("broken"), false);
  }

  private void told(SandboxOutcome outcome, boolean began) {
    listener.asked("process").accept(run(outcome, began));
  }

  private static ObservedRun run(SandboxOutcome outcome, boolean began) {
    return new ObservedRun(
        "process",
        outcome,
        began,
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        began ? USAGE : SandboxUsage.NONE,
        7);
  }

  private MetricData metric(String name) {
    return metrics.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private double sum(String name) {
    return metric(name).getHistogramData().getPoints().iterator().next().getSum();
  }

  private List<String> points(String name) {
    return metric(name).getLongSumData().getPoints().stream()
        .map(point -> (point.getValue() + " " + attributes(point)).strip())
        .toList();
  }

  private static String attributes(PointData point) {
    return point.getAttributes().asMap().entrySet().stream()
        .map(
            entry ->
                entry.getKey().getKey().replace("hermesx.sandbox.", "") + "=" + entry.getValue())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static Set<String> section(String heading) throws IOException {
    Path page = Path.of("..", "docs", "reference", "telemetry.md");
    String text = Files.readString(page, StandardCharsets.UTF_8).replace("\r\n", "\n");
    int start = text.indexOf("\n## " + heading + "\n");
    assertThat(start).as("the section " + heading).isPositive();
    int end = text.indexOf("\n## ", start + 1);
    return LINE.matcher(text.substring(start, end < 0 ? text.length() : end))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
