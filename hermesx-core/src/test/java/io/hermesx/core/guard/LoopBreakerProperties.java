// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.guard.LoopVerdict.Action;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class LoopBreakerProperties {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final TenantId OTHER_TENANT = TenantId.named("globex");
  private static final RunId RUN = new RunId("run");
  private static final RunId OTHER_RUN = new RunId("other");

  private static final List<ToolEffect> EFFECTS = List.of(ToolEffect.values());

  /** What a run does next; a call ends at once. */
  record Act(Kind kind, int tool, int arguments, int result) {

    LoopCall call(TenantId tenant, RunId run) {
      return new LoopCall(
          tenant,
          run,
          new ToolName("t" + tool),
          hash(tool + "." + arguments),
          EFFECTS.get(tool % EFFECTS.size()));
    }
  }

  /** What can be done. */
  enum Kind {
    SUCCEED,
    FAIL,
    DENY
  }

  @Property(tries = 1_500)
  void breaker_agreesWithCountingOnPaper(@ForAll("acts") List<Act> acts) {
    LoopBreaker breaker = LoopBreaker.inMemory(LoopLimits.STANDARD, MutableClock.create());
    LoopModel model = new LoopModel();
    for (Act act : acts) {
      LoopCall call = act.call(TENANT, RUN);
      if (act.kind() == Kind.DENY) {
        breaker.denied(call);
        model.denied(call);
        continue;
      }
      LoopVerdict verdict = breaker.beforeCall(call);
      LoopModel.Expected expected = model.beforeCall(call);
      assertThat(verdict.action()).isEqualTo(expected.action());
      assertThat(verdict.rule()).contains(expected.rule());
      if (verdict.action() != Action.HALT) {
        boolean failed = act.kind() == Kind.FAIL;
        breaker.afterCall(call, hash("r" + act.result()), failed);
        model.afterCall(call, "r" + act.result(), failed);
      }
    }
  }

  /** The same acts, dealt to runs in any order, get in each run the verdicts it would get alone. */
  @Property(tries = 300)
  void runs_doNotAffectEachOther(
      @ForAll("acts") List<Act> acts, @ForAll("runs") List<Integer> dealtTo) {
    LoopBreaker shared = LoopBreaker.inMemory(LoopLimits.STANDARD, MutableClock.create());
    Map<Integer, LoopBreaker> alone = new HashMap<>();
    for (int i = 0; i < acts.size(); i++) {
      int run = dealtTo.get(i % dealtTo.size());
      LoopBreaker own =
          alone.computeIfAbsent(
              run, r -> LoopBreaker.inMemory(LoopLimits.STANDARD, MutableClock.create()));
      LoopCall call =
          acts.get(i).call(run < 2 ? TENANT : OTHER_TENANT, run % 2 == 0 ? RUN : OTHER_RUN);

      assertThat(play(shared, acts.get(i), call)).isEqualTo(play(own, acts.get(i), call));
    }
  }

  /** Calls that overlap in any way: what began ends later, or never. */
  @Property(tries = 300)
  void callsThatGoOn_areNeverMoreThanTheCap(
      @ForAll("acts") List<Act> acts, @ForAll("caps") int cap) {
    LoopBreaker breaker =
        LoopBreaker.inMemory(LoopLimits.builder().maxCalls(cap).build(), MutableClock.create());
    Deque<LoopCall> open = new ArrayDeque<>();
    int goneOn = 0;
    for (Act act : acts) {
      LoopCall call = act.call(TENANT, RUN);
      if (breaker.beforeCall(call).action() != Action.HALT) {
        goneOn++;
        open.addLast(call);
      }
      if (act.result() > 0 && !open.isEmpty()) {
        LoopCall ending = act.result() > 1 ? open.removeFirst() : open.removeLast();
        breaker.afterCall(ending, hash("r" + act.result()), act.kind() == Kind.FAIL);
      }
    }
    assertThat(goneOn).isLessThanOrEqualTo(cap);
  }

  @Property(tries = 200)
  void haltedRun_staysHalted(@ForAll("acts") List<Act> acts) {
    LoopBreaker breaker = LoopBreaker.inMemory(LoopLimits.STANDARD, MutableClock.create());
    LoopCall denied = acts.get(0).call(TENANT, RUN);
    for (int i = 0; i < 3; i++) {
      breaker.denied(denied);
    }
    for (Act act : acts) {
      LoopVerdict verdict = breaker.beforeCall(act.call(TENANT, RUN));
      assertThat(verdict.action()).isEqualTo(Action.HALT);
      assertThat(verdict.rule()).isEqualTo("same-denial");
    }
  }

  private static Object play(LoopBreaker breaker, Act act, LoopCall call) {
    if (act.kind() == Kind.DENY) {
      breaker.denied(call);
      return breaker.beforeTurn(call.tenant(), call.run());
    }
    LoopVerdict verdict = breaker.beforeCall(call);
    if (verdict.action() != Action.HALT) {
      breaker.afterCall(call, hash("r" + act.result()), act.kind() == Kind.FAIL);
    }
    return verdict;
  }

  /** Few tools, arguments and results, so that most runs repeat themselves in some way. */
  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(20, Kind.SUCCEED), Tuple.of(10, Kind.FAIL), Tuple.of(1, Kind.DENY));
    Arbitrary<Act> act =
        Combinators.combine(
                kinds,
                Arbitraries.integers().between(0, 4),
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 2))
            .as(Act::new);
    Arbitrary<List<Act>> cycles =
        Combinators.combine(
                act.list().ofMinSize(1).ofMaxSize(5), Arbitraries.integers().between(1, 8))
            .as(LoopBreakerProperties::repeated);
    return cycles
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(lists -> lists.stream().flatMap(List::stream).toList());
  }

  @Provide
  Arbitrary<List<Integer>> runs() {
    return Arbitraries.integers().between(0, 3).list().ofMinSize(1).ofMaxSize(20);
  }

  @Provide
  Arbitrary<Integer> caps() {
    return Arbitraries.integers().between(1, 30);
  }

  private static List<Act> repeated(List<Act> acts, int times) {
    return Collections.nCopies(times, acts).stream().flatMap(List::stream).toList();
  }

  private static Sha256 hash(String text) {
    return Sha256.of("test", text.getBytes(StandardCharsets.UTF_8));
  }
}
