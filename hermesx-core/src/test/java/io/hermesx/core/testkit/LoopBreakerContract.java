// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hermesx.core.Sha256;
import io.hermesx.core.guard.LoopBreaker;
import io.hermesx.core.guard.LoopCall;
import io.hermesx.core.guard.LoopLimits;
import io.hermesx.core.guard.LoopVerdict;
import io.hermesx.core.guard.LoopVerdict.Action;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every loop breaker holds to. The sequences are in {@code loop-breaker-battery.txt}. */
public abstract class LoopBreakerContract {

  private static final String BATTERY = "loop-breaker-battery.txt";
  private static final TenantId TENANT = TenantId.named("acme");
  private static final TenantId OTHER_TENANT = TenantId.named("globex");
  private static final RunId RUN = new RunId("run-1");
  private static final int THREADS = 100;

  /** Creates a breaker that remembers no run. */
  protected abstract LoopBreaker create(LoopLimits limits, InstantSource clock);

  @TestFactory
  Stream<DynamicTest> battery() {
    return LoopScript.readAll(battery(BATTERY)).stream()
        .map(script -> dynamicTest(script.name(), () -> script.play(this::create)));
  }

  @Test
  void parallelCalls_neverExceedTheCap() {
    for (int round = 0; round < 50; round++) {
      LoopBreaker breaker = create(LoopLimits.STANDARD, MutableClock.create());

      List<LoopVerdict> verdicts =
          Contention.run(
              THREADS, thread -> () -> breaker.beforeCall(call(TENANT, RUN, "args-" + thread)));

      assertThat(goingOn(verdicts)).isEqualTo(50);
    }
  }

  @Test
  void parallelTurns_neverExceedTheCap() {
    LoopBreaker breaker = create(LoopLimits.builder().maxTurns(30).build(), MutableClock.create());

    List<LoopVerdict> verdicts =
        Contention.run(THREADS, thread -> () -> breaker.beforeTurn(TENANT, RUN));

    assertThat(goingOn(verdicts)).isEqualTo(30);
  }

  @Test
  void parallelCalls_ofManyRuns_areCountedApart() {
    LoopBreaker breaker = create(LoopLimits.builder().maxCalls(20).build(), MutableClock.create());

    List<Long> goneOn =
        Contention.run(
            32,
            thread ->
                () ->
                    goingOn(
                        IntStream.range(0, 30)
                            .mapToObj(
                                i ->
                                    breaker.beforeCall(
                                        call(
                                            thread % 2 == 0 ? TENANT : OTHER_TENANT,
                                            new RunId("run-" + thread / 4),
                                            "args-" + thread + "-" + i)))
                            .toList()));

    assertThat(goneOn.stream().mapToLong(Long::longValue).sum()).isEqualTo(16 * 20);
  }

  @Test
  void parallelEndings_areAllCounted() {
    LoopBreaker breaker =
        create(
            LoopLimits.builder().maxCalls(1_000).toolFailures(64, 64).build(),
            MutableClock.create());
    List<LoopCall> calls =
        IntStream.range(0, 63).mapToObj(i -> call(TENANT, RUN, "args-" + i)).toList();
    calls.forEach(breaker::beforeCall);

    Contention.run(
        63,
        thread ->
            () -> {
              breaker.afterCall(calls.get(thread), hash("error"), true);
              return thread;
            });
    assertThat(breaker.beforeCall(call(TENANT, RUN, "next")).action()).isEqualTo(Action.CONTINUE);
    breaker.afterCall(call(TENANT, RUN, "next"), hash("error"), true);

    LoopVerdict last = breaker.beforeCall(call(TENANT, RUN, "last"));
    assertThat(last.action()).isEqualTo(Action.HALT);
    assertThat(last.rule()).isEqualTo("tool-failures");
  }

  @Test
  void verdicts_tellCountsAndNoArguments() {
    LoopBreaker breaker = create(LoopLimits.STANDARD, MutableClock.create());
    LoopCall call = call(TENANT, RUN, "secret");
    for (int i = 0; i < 5; i++) {
      breaker.beforeCall(call);
      breaker.afterCall(call, hash("error"), true);
    }

    assertThat(breaker.beforeCall(call))
        .isEqualTo(
            new LoopVerdict(
                Action.HALT,
                "same-failure",
                "5 failures of the call with the same arguments, stopped at 5"));
  }

  @Test
  void runInUse_isNeverForgotten() {
    MutableClock clock = MutableClock.create();
    LoopBreaker breaker =
        create(
            LoopLimits.builder()
                .maxTime(Duration.ofDays(300))
                .idleTime(Duration.ofHours(1))
                .build(),
            clock);
    int turns = 0;
    int calls = 0;
    for (int hour = 0; hour < 200; hour++) {
      LoopCall call = call(TENANT, RUN, "args-" + hour);
      boolean goesOn =
          switch (hour % 4) {
            case 0 -> {
              boolean turn = breaker.beforeTurn(TENANT, RUN).action() == Action.CONTINUE;
              turns += turn ? 1 : 0;
              yield turn;
            }
            case 1 -> {
              boolean made = breaker.beforeCall(call).action() == Action.CONTINUE;
              calls += made ? 1 : 0;
              yield made;
            }
            case 2 -> {
              breaker.afterCall(call, hash("ok"), false);
              yield true;
            }
            default -> {
              breaker.denied(call);
              yield true;
            }
          };
      assertThat(goesOn).isTrue();
      clock.advance(Duration.ofMinutes(59));
    }
    assertThat(turns).isEqualTo(50);
    assertThat(calls).isEqualTo(50);
    assertThat(breaker.beforeCall(call(TENANT, RUN, "one more")).rule()).isEqualTo("max-calls");
  }

  @Test
  void fullTenant_getsNoNewRun_andOthersDo() {
    MutableClock clock = MutableClock.create();
    LoopBreaker breaker =
        create(LoopLimits.builder().maxRuns(5).maxRunsPerTenant(3).build(), clock);
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.beforeTurn(TENANT, new RunId("run-" + i)).action())
          .isEqualTo(Action.CONTINUE);
    }

    LoopVerdict refused = breaker.beforeCall(call(TENANT, new RunId("run-3"), "args"));
    assertThat(refused.action()).isEqualTo(Action.HALT);
    assertThat(refused.rule()).isEqualTo("max-runs");
    assertThat(breaker.beforeTurn(TENANT, new RunId("run-3")).rule()).isEqualTo("max-runs");
    assertThat(breaker.beforeTurn(TENANT, new RunId("run-2")).action()).isEqualTo(Action.CONTINUE);

    assertThat(breaker.beforeTurn(OTHER_TENANT, RUN).action()).isEqualTo(Action.CONTINUE);
    assertThat(breaker.beforeTurn(OTHER_TENANT, new RunId("b")).action())
        .isEqualTo(Action.CONTINUE);
    assertThat(breaker.beforeTurn(OTHER_TENANT, new RunId("c")).rule()).isEqualTo("max-runs");

    clock.advance(Duration.ofHours(1));
    assertThat(breaker.beforeTurn(TENANT, new RunId("run-3")).action()).isEqualTo(Action.CONTINUE);
  }

  @Test
  void endingsOfUnknownRuns_takeNoRoom() {
    LoopBreaker breaker =
        create(LoopLimits.builder().maxRuns(1).maxRunsPerTenant(1).build(), MutableClock.create());
    for (int i = 0; i < 10; i++) {
      breaker.afterCall(call(TENANT, new RunId("stray-" + i), "args"), hash("ok"), false);
    }

    assertThat(breaker.beforeTurn(TENANT, RUN).action()).isEqualTo(Action.CONTINUE);
  }

  private static long goingOn(List<LoopVerdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.action() != Action.HALT).count();
  }

  private static LoopCall call(TenantId tenant, RunId run, String arguments) {
    return new LoopCall(
        tenant, run, new ToolName("search"), hash(arguments), ToolEffect.SIDE_EFFECT);
  }

  private static Sha256 hash(String text) {
    return Sha256.of("test", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> battery(String name) {
    try (InputStream in = LoopBreakerContract.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("the battery " + name + " is not on the path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
