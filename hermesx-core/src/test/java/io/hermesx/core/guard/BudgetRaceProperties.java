// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolIndeterminateException;
import io.hermesx.core.tool.ToolResult;
import io.hermesx.core.usage.UsageTotals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Many threads spend from one budget through one guard: paid, denied, failing and lost calls. */
class BudgetRaceProperties {

  private static final int THREADS = 4;
  private static final Duration PAST_DEADLINE_AND_GRACE = Duration.ofSeconds(61);
  private static final Map<String, Long> PRICES =
      Map.of("cheap", 1L, "dear", 70L, "throws", 13L, "lost", 17L, "forbidden", 5L);

  /** What became of one call. */
  private record Made(String tool, ToolOutcome outcome) {}

  @Property(tries = 25)
  void calls_manyAtOnce_neverExceedTheBudgetAndEverythingAddsUp(
      @ForAll @LongRange(min = 0, max = 3_000) long limit,
      @ForAll @Size(40) List<@IntRange(max = 4) Integer> kinds) {
    try (GuardFixture fixture = fixture(limit)) {
      List<String> tools =
          kinds.stream().map(List.of("cheap", "dear", "throws", "lost", "forbidden")::get).toList();

      List<Made> made =
          Contention.run(THREADS, thread -> () -> spend(fixture, tools, thread)).stream()
              .flatMap(Collection::stream)
              .toList();

      long charged = sum(made, ToolOutcome.Executed.class);
      BudgetState state = fixture.budgetState();
      assertThat(state.committed()).isEqualTo(charged);
      assertThat(state.held()).isEqualTo(sum(made, ToolOutcome.Indeterminate.class));
      assertThat(fixture.usage())
          .extracting(UsageTotals::events, UsageTotals::nanoUsd)
          .containsExactly(count(made, ToolOutcome.Executed.class), charged);
      assertDenialsAreJust(made);
      assertOnRecord(fixture, made);
      fixture.clock.advance(PAST_DEADLINE_AND_GRACE);
      assertThat(fixture.budgetState().held()).isZero();
      assertThat(fixture.budgetState().committed()).isEqualTo(charged);
    }
  }

  private static List<Made> spend(GuardFixture fixture, List<String> tools, int thread) {
    List<String> mine = new ArrayList<>(tools);
    Collections.rotate(mine, thread * 11);
    GuardContext context = GuardContext.of(ACME, alice(), "run-" + thread);
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < mine.size(); i++) {
      String tool = mine.get(i);
      ToolCall call = ToolCall.of("c-" + i, tool, "{}");
      made.add(new Made(tool, fixture.guard.invoke(context, call, tool(tool))));
      assertWithinLimit(fixture.budgetState());
    }
    return made;
  }

  private static void assertWithinLimit(BudgetState state) {
    if (state.committed() + state.held() > state.budget().limit()) {
      throw new AssertionError("over the limit: " + state);
    }
  }

  private static void assertDenialsAreJust(List<Made> made) {
    for (Made one : made) {
      if (one.outcome() instanceof ToolOutcome.Denied denied) {
        assertThat(denied.denial().code())
            .isEqualTo(
                one.tool().equals("forbidden") ? DenialCode.POLICY_DENIED : DenialCode.OVER_BUDGET);
      } else {
        assertThat(one.tool()).isNotEqualTo("forbidden");
        assertThat(one.outcome() instanceof ToolOutcome.Indeterminate)
            .isEqualTo(one.tool().equals("lost"));
      }
    }
  }

  private static void assertOnRecord(GuardFixture fixture, List<Made> made) {
    List<String> types = fixture.auditTypes();
    long executed = count(made, ToolOutcome.Executed.class);
    long lost = count(made, ToolOutcome.Indeterminate.class);

    assertThat(Collections.frequency(types, "tool.call.closed")).isEqualTo((int) executed);
    assertThat(Collections.frequency(types, "tool.call.opened")).isEqualTo((int) (executed + lost));
    assertThat(Collections.frequency(types, "tool.call.indeterminate")).isEqualTo((int) lost);
    assertThat(Collections.frequency(types, "tool.call.denied"))
        .isEqualTo((int) count(made, ToolOutcome.Denied.class));
    assertThat(fixture.guard.audit().verify(ACME).findings()).isEmpty();
  }

  private static long count(List<Made> made, Class<? extends ToolOutcome> kind) {
    return made.stream().filter(one -> kind.isInstance(one.outcome())).count();
  }

  private static long sum(List<Made> made, Class<? extends ToolOutcome> kind) {
    return made.stream()
        .filter(one -> kind.isInstance(one.outcome()))
        .mapToLong(one -> PRICES.get(one.tool()))
        .sum();
  }

  private static GuardFixture fixture(long limit) {
    GuardFixture fixture = GuardFixture.create();
    fixture
        .builder
        .policy(
            request ->
                GuardFixture.decision(
                    request.resource().equals("forbidden") ? PolicyEffect.DENY : PolicyEffect.ALLOW,
                    "policy-1"))
        .loopBreaker(LoopBreaker.unlimited())
        .prices(PriceBook.of("prices-2", Map.of(), PRICES));
    fixture.rebuilt();
    fixture.budget(limit);
    return fixture;
  }

  private static HostTool tool(String name) {
    return new HostTool(
        ToolDefinition.builder(name).description("Spends.").noArguments().build(),
        call -> {
          switch (name) {
            case "throws" -> throw new IOException("broken");
            case "lost" -> throw new ToolIndeterminateException("lost", new IOException());
            default -> {
              return ToolResult.of(name);
            }
          }
        });
  }
}
