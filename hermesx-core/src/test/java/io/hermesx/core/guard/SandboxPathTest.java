// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.alice;
import static io.hermesx.core.guard.GuardFixture.as;
import static io.hermesx.core.guard.GuardFixture.call;
import static io.hermesx.core.guard.GuardFixture.denialCode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.store.StoredSandboxPolicies;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.testkit.FaultyStore;
import io.hermesx.core.testkit.FunctionSandboxExecutor;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolProgram;
import io.hermesx.core.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A sandboxed tool on its way through the guard. */
class SandboxPathTest {

  private static final Set<Guarantee> PROVEN = EnumSet.of(Guarantee.NET_NONE, Guarantee.WALL_LIMIT);
  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final long PRICE = GuardFixture.TOOL_PRICE;

  private final GuardFixture fixture = GuardFixture.create();
  private final AtomicReference<SandboxRequest> ran = new AtomicReference<>();
  private final AtomicReference<SandboxOutcome> outcome = new AtomicReference<>(DONE);
  private SandboxExecutor executor = executor(PROVEN);

  @BeforeEach
  void build() {
    with(executor);
    fixture.budget(10 * PRICE);
  }

  @AfterEach
  void close() {
    fixture.close();
    executor.close();
  }

  @Test
  void program_allowed_runsWithTheArgumentsThatWereAllowedAndIsSettled() {
    ToolOutcome answer = invoke(tool(ToolEffect.SIDE_EFFECT, program(Guarantee.NET_NONE)));

    assertThat(answer).isInstanceOf(ToolOutcome.Executed.class);
    assertThat(answer.forModel()).isEqualTo("paid 10 for o-1");
    assertThat(ran.get().argv()).containsExactly("pay", "o-1", "10");
    assertThat(ran.get().required()).containsExactly(Guarantee.NET_NONE);
    assertStatus(ReceiptStatus.EXECUTED);
    assertCharged(PRICE);
    assertThat(fixture.auditTypes()).containsExactly("tool.call.opened", "tool.call.closed");
  }

  @Test
  void program_thatExitsWithAnError_isExecutedAndChargedAndReportsIt() {
    outcome.set(new SandboxOutcome.Exited(2));

    ToolOutcome answer = invoke(tool(ToolEffect.SIDE_EFFECT, program()));

    assertThat(((ToolOutcome.Executed) answer).result().error()).isTrue();
    assertStatus(ReceiptStatus.FAILED);
    assertCharged(PRICE);
  }

  @Test
  void guaranteeMissing_isDeniedBeforeAnythingIsOpened() {
    ToolOutcome answer =
        invoke(tool(ToolEffect.PURE, program(Guarantee.NET_NONE, Guarantee.SEPARATE_KERNEL)));

    assertThat(denialCode(answer)).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(((ToolOutcome.Denied) answer).denial().reason())
        .contains("SEPARATE_KERNEL")
        .doesNotContain("NET_NONE");
    assertNothingOpened();
    assertThat(fixture.lastDenialOnRecord(ACME)).isEqualTo("sandbox_refused");
  }

  @Test
  void tenantsPolicy_disabled_isDeniedBeforeTheProgramIsMade() {
    under(SandboxPolicy.DISABLED);

    ToolOutcome answer =
        invoke(
            tool(
                ToolEffect.PURE,
                call -> {
                  throw new AssertionError("made");
                }));

    assertThat(denialCode(answer)).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(((ToolOutcome.Denied) answer).denial().reason()).contains("disabled");
    assertNothingOpened();
  }

  @Test
  void tenantsPolicy_thatDoesNotListTheTool_isDenied() {
    under(policy(SandboxLimits.STANDARD, Optional.of(Set.of("other")), true));

    assertThat(denialCode(invoke(tool(ToolEffect.PURE, program()))))
        .isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertNothingOpened();
  }

  @Test
  void tenantsPolicy_isAddedToWhatTheToolAsksFor() {
    SandboxLimits tight = SandboxLimits.STANDARD.toBuilder().processes(3).build();
    under(policy(tight, Optional.empty(), false, Guarantee.WALL_LIMIT));

    invoke(tool(ToolEffect.PURE, program()));

    assertThat(ran.get().limits().processes()).isEqualTo(3);
    assertThat(ran.get().required())
        .containsExactlyInAnyOrder(Guarantee.NET_NONE, Guarantee.WALL_LIMIT);
    assertThat(ran.get().tenant()).contains(ACME);
  }

  @Test
  void tenantsPolicy_requiringWhatIsNotProven_isDenied() {
    under(SandboxPolicy.untrusted(SandboxLimits.STANDARD));

    ToolOutcome answer = invoke(tool(ToolEffect.PURE, program()));

    assertThat(denialCode(answer)).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(((ToolOutcome.Denied) answer).denial().reason()).contains("SYSCALL_FILTER");
    assertNothingOpened();
  }

  @Test
  void policiesThatCannotBeAsked_deny() {
    fixture.builder.sandboxPolicies(
        tenant -> {
          throw new IllegalStateException("no connection");
        });
    fixture.rebuilt();

    assertThat(denialCode(invoke(tool(ToolEffect.PURE, program()))))
        .isEqualTo(DenialCode.UNAVAILABLE);
    assertNothingOpened();
  }

  @Test
  void policiesOfAStoreThatIsAway_denyAndHideUntilItIsBack() {
    FaultyStore policies = FaultyStore.around(MemoryStore.create(fixture.clock));
    SandboxedTool tool = tool(ToolEffect.PURE, program());
    fixture.builder.tools(ToolCatalog.of(tool));
    fixture.builder.sandboxPolicies(
        new StoredSandboxPolicies(
            policies, SandboxPolicy.UNRESTRICTED, SandboxPolicy.UNRESTRICTED));
    fixture.rebuilt();
    policies.goAway();

    ToolOutcome answer = invoke(tool);

    assertThat(denialCode(answer)).isEqualTo(DenialCode.UNAVAILABLE);
    assertThat(((ToolOutcome.Denied) answer).denial().stage()).isEqualTo(Stage.POLICY);
    assertThat(fixture.guard.visibleTools(as(alice()))).isEmpty();
    assertNothingOpened();

    policies.comeBack();
    assertThat(fixture.guard.visibleTools(as(alice()))).hasSize(1);
    assertThat(invoke(tool)).isInstanceOf(ToolOutcome.Executed.class);
  }

  @Test
  void policiesOfAStore_changeOfTheRow_countsFromTheNextCallOn() {
    fixture.builder.sandboxPolicies(
        new StoredSandboxPolicies(
            fixture.store, SandboxPolicy.UNRESTRICTED, SandboxPolicy.UNRESTRICTED));
    fixture.rebuilt();
    SandboxedTool tool = tool(ToolEffect.PURE, program());
    fixture.store.forTenant(ACME).sandboxPolicies().create(SandboxPolicy.DISABLED);

    assertThat(denialCode(invoke(tool))).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertNothingOpened();

    fixture.store.forTenant(ACME).sandboxPolicies().remove(1);
    assertThat(invoke(tool)).isInstanceOf(ToolOutcome.Executed.class);
  }

  @Test
  void toolDemands_isRequiredOfEachOfItsPrograms_whateverTheyAskFor() {
    SandboxedTool tool =
        tool(ToolEffect.PURE, program(Guarantee.NET_NONE)).demanding(Set.of(Guarantee.WALL_LIMIT));

    assertThat(invoke(tool)).isInstanceOf(ToolOutcome.Executed.class);
    assertThat(ran.get().required())
        .containsExactlyInAnyOrder(Guarantee.NET_NONE, Guarantee.WALL_LIMIT);
  }

  @Test
  void noPolicyOfAnyTenant_isNoPolicyThatLoosens() {
    SandboxLimits tight = SandboxLimits.STANDARD.toBuilder().processes(3).build();
    SandboxedTool tool =
        tool(
                ToolEffect.PURE,
                call ->
                    SandboxRequest.builder("true")
                        .required(Set.of(Guarantee.NET_NONE))
                        .limits(tight)
                        .build())
            .demanding(Set.of(Guarantee.WALL_LIMIT));
    SandboxLimits loose = SandboxLimits.LARGEST;
    List<SandboxPolicy> policies =
        List.of(SandboxPolicy.UNRESTRICTED, policy(loose, Optional.empty(), true));

    invoke(tool);
    Set<Guarantee> byDefault = ran.get().required();
    assertThat(byDefault).containsExactlyInAnyOrder(Guarantee.NET_NONE, Guarantee.WALL_LIMIT);
    for (SandboxPolicy policy : policies) {
      SandboxRequest bounded = policy.apply(ran.get());
      assertThat(bounded.required()).isEqualTo(byDefault);
      assertThat(bounded.limits()).isEqualTo(ran.get().limits());
      assertThat(bounded.limits().processes()).isEqualTo(3);
    }
  }

  @Test
  void toolDemandsATier_thatIsNotProven_isDeniedBeforeTheProgramIsMade() {
    SandboxedTool tool =
        tool(
                ToolEffect.PURE,
                call -> {
                  throw new AssertionError("made");
                })
            .demanding(SandboxTier.UNTRUSTED);

    ToolOutcome answer = invoke(tool);

    assertThat(denialCode(answer)).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(((ToolOutcome.Denied) answer).denial().reason())
        .contains("SYSCALL_FILTER")
        .doesNotContain("WALL_LIMIT");
    assertNothingOpened();
  }

  @Test
  void guaranteesThatHeld_areOnTheReceipt() {
    invoke(tool(ToolEffect.PURE, program()));

    assertThat(fixture.receipt("c-1").orElseThrow().result().orElseThrow().verdicts())
        .filteredOn(verdict -> verdict.verdict().startsWith("held_"))
        .allSatisfy(verdict -> assertThat(verdict.stage()).isEqualTo(Stage.EXECUTE))
        .extracting(StageVerdict::verdict)
        .containsExactly("held_net_none", "held_wall_limit");
  }

  @Test
  void refusingExecutor_anyRequirement_isDenied() {
    with(SandboxExecutor.refusing());

    assertThat(denialCode(invoke(tool(ToolEffect.PURE, program(Guarantee.NET_NONE)))))
        .isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertNothingOpened();
  }

  @Test
  void policyDemandsASandbox_confinementIsRequiredAsWell() {
    fixture.verdict.set(new PolicyDecision(PolicyEffect.ALLOW, true, "rule-1", "why", "policy-1"));
    SandboxedTool tool = tool(ToolEffect.PURE, program(Guarantee.NET_NONE));

    assertThat(denialCode(invoke(tool))).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertNothingOpened();

    with(executor(EnumSet.of(Guarantee.NET_NONE, Guarantee.FS_CONFINED)));
    assertThat(invoke(tool)).isInstanceOf(ToolOutcome.Executed.class);
    assertThat(ran.get().required())
        .containsExactlyInAnyOrder(Guarantee.NET_NONE, Guarantee.FS_CONFINED);
  }

  @Test
  void guaranteesThatCannotBeAsked_deny() {
    with(
        new StubExecutor(request -> new CompletableFuture<>()) {
          @Override
          public Set<Guarantee> guarantees() {
            throw new IllegalStateException("the probe broke");
          }
        });

    assertThat(denialCode(invoke(tool(ToolEffect.PURE, program(Guarantee.NET_NONE)))))
        .isEqualTo(DenialCode.UNAVAILABLE);
    assertNothingOpened();
  }

  @Test
  void executorRefusesAfterAll_holdIsGivenBackAndTheSameCallAnswersTheSame() {
    outcome.set(new SandboxOutcome.Refused(Set.of(Guarantee.NET_NONE), "load the kernel module"));
    SandboxedTool tool = tool(ToolEffect.SIDE_EFFECT, program(Guarantee.NET_NONE));

    ToolOutcome answer = invoke(tool);

    assertThat(denialCode(answer)).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(((ToolOutcome.Denied) answer).denial().stage()).isEqualTo(Stage.EXECUTE);
    assertThat(((ToolOutcome.Denied) answer).denial().hint()).doesNotContain("kernel");
    assertThat(((ToolOutcome.Denied) answer).denial().reason())
        .contains("NET_NONE")
        .doesNotContain("kernel");
    assertStatus(ReceiptStatus.REFUSED);
    assertCharged(0);
    assertThat(fixture.usage().events()).isZero();

    outcome.set(DONE);
    assertThat(denialCode(invoke(tool))).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertCharged(0);
  }

  @Test
  void executorIsFull_holdIsGivenBackAndNothingIsCharged() {
    outcome.set(new SandboxOutcome.Overloaded("16 programs run and 64 wait"));

    ToolOutcome answer = invoke(tool(ToolEffect.SIDE_EFFECT, program()));

    assertThat(denialCode(answer)).isEqualTo(DenialCode.UNAVAILABLE);
    assertStatus(ReceiptStatus.REFUSED);
    assertCharged(0);
    assertThat(fixture.usage().events()).isZero();
  }

  @Test
  void programThatWaitedTooLong_neverBegan_isRefusedAndEverythingGivenBack() {
    CountedLimiter limiter = new CountedLimiter();
    fixture.builder.rateLimiter(limiter);
    SandboxResult never = SandboxResult.notRun(new SandboxOutcome.Cancelled());

    ToolOutcome answer = cancelledAtTheDeadline(never, ToolEffect.SIDE_EFFECT);

    assertThat(denialCode(answer)).isEqualTo(DenialCode.UNAVAILABLE);
    assertThat(((ToolOutcome.Denied) answer).denial().reason()).contains("waited for its turn");
    assertStatus(ReceiptStatus.REFUSED);
    assertCharged(0);
    assertThat(fixture.usage().events()).isZero();
    assertThat(limiter.refunded).hasValue(1);
    assertThat(limiter.tokensUsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(ToolEffect.class)
  void programThatWaitedTooLong_cancelledAfterItBegan_isIndeterminate(ToolEffect effect) {
    SandboxResult begun = SandboxResult.unknown(new SandboxOutcome.Cancelled());

    assertIndeterminate(cancelledAtTheDeadline(begun, effect));
  }

  @Test
  void programThatWaitedTooLong_endedByItselfMeanwhile_isExecuted() {
    ToolOutcome answer =
        cancelledAtTheDeadline(SandboxResult.unknown(DONE), ToolEffect.SIDE_EFFECT);

    assertThat(answer).isInstanceOf(ToolOutcome.Executed.class);
    assertStatus(ReceiptStatus.EXECUTED);
  }

  @Test
  void programThatWaitedTooLong_executorSilent_isIndeterminate() {
    assertIndeterminate(atTheDeadline(new CompletableFuture<>(), ToolEffect.PURE, () -> {}));
  }

  @ParameterizedTest
  @EnumSource(ToolEffect.class)
  void machineryFaulted_nothingBegan_isRefusedAndNamesNoPlace(ToolEffect effect) {
    SandboxOutcome faulted = new SandboxOutcome.Faulted("/var/lib is full");
    with(
        new StubExecutor(
            request -> CompletableFuture.completedFuture(SandboxResult.notRun(faulted))));

    ToolOutcome answer = invoke(tool(effect, program()));

    assertThat(denialCode(answer)).isEqualTo(DenialCode.UNAVAILABLE);
    assertThat(answer.toString()).doesNotContain("/var/lib");
    assertStatus(ReceiptStatus.REFUSED);
    assertCharged(0);
  }

  @Test
  void guaranteeMissing_remediesAreLoggedOnceAndNotOnRecord() {
    List<String> log = new ArrayList<>();
    fixture.builder.remedyLog(log::add);
    with(withRemedy(() -> "load the kernel module"));
    SandboxedTool tool = tool(ToolEffect.PURE, program(Guarantee.SEPARATE_KERNEL));
    SandboxedTool demanding = tool(ToolEffect.PURE, program()).demanding(SandboxTier.UNTRUSTED);

    ToolOutcome answer = invoke(tool);
    ToolOutcome unused = fixture.guard.invoke(as(alice()), call("c-2"), tool);

    assertThat(log).singleElement().asString().contains("refund", "[SEPARATE_KERNEL]", "load the");
    assertThat(answer.toString()).doesNotContain("module");
    assertThat(fixture.audit(ACME).toString()).doesNotContain("module");
    ToolOutcome another = fixture.guard.invoke(as(alice()), call("c-3"), demanding);
    assertThat(denialCode(another)).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(log).hasSize(2);
    assertThat(log.get(1)).contains("SYSCALL_FILTER");
  }

  @Test
  void guaranteeMissing_listingAndOtherRefusals_logNothing() {
    List<String> log = new ArrayList<>();
    fixture.builder.remedyLog(log::add);
    SandboxedTool demanding = tool(ToolEffect.PURE, program()).demanding(SandboxTier.UNTRUSTED);
    fixture.builder.tools(ToolCatalog.of(demanding));
    with(executor);

    assertThat(fixture.guard.visibleTools(as(alice()))).isEmpty();
    under(SandboxPolicy.DISABLED);
    assertThat(denialCode(invoke(demanding))).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(log).isEmpty();
  }

  @Test
  void guaranteeMissing_remediesThatCannotBeAsked_isDeniedAllTheSame() {
    List<String> log = new ArrayList<>();
    fixture.builder.remedyLog(log::add);
    with(
        withRemedy(
            () -> {
              throw new IllegalStateException("the probe broke");
            }));

    assertThat(denialCode(invoke(tool(ToolEffect.PURE, program(Guarantee.SEPARATE_KERNEL)))))
        .isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(log).singleElement().asString().contains("IllegalStateException");
  }

  private static SandboxExecutor withRemedy(Supplier<String> remedy) {
    return new StubExecutor(request -> new CompletableFuture<>()) {
      @Override
      public List<GuaranteeProof> proofs() {
        return List.of(
            GuaranteeProof.held(Guarantee.NET_NONE, "tried"),
            GuaranteeProof.missing(Guarantee.SEPARATE_KERNEL, "none", remedy.get()),
            GuaranteeProof.missing(Guarantee.SYSCALL_FILTER, "none", remedy.get()));
      }
    };
  }

  /** Calls a tool whose program has no result until it is cancelled. */
  private ToolOutcome cancelledAtTheDeadline(SandboxResult result, ToolEffect effect) {
    CompletableFuture<SandboxResult> pending = new CompletableFuture<>();
    return atTheDeadline(pending, effect, () -> pending.complete(result));
  }

  /** By a ticker that passes an hour each time it is asked, so that nothing is waited for. */
  private ToolOutcome atTheDeadline(
      CompletableFuture<SandboxResult> result, ToolEffect effect, Runnable onCancel) {
    AtomicLong hours = new AtomicLong();
    fixture.builder.ticker(() -> Duration.ofHours(hours.incrementAndGet()).toNanos());
    with(
        new StubExecutor(request -> result) {
          @Override
          void cancelled() {
            onCancel.run();
          }
        });
    return invoke(tool(effect, program()));
  }

  static List<SandboxOutcome> endings() {
    return List.of(
        new SandboxOutcome.TimedOut(),
        new SandboxOutcome.Signaled(9),
        new SandboxOutcome.LimitExceeded(Guarantee.MEMORY_TREE_LIMIT),
        new SandboxOutcome.Cancelled());
  }

  @ParameterizedTest
  @MethodSource("endings")
  void programEndedFromOutside_withEffects_isIndeterminateAndNeverRepeated(SandboxOutcome ending) {
    outcome.set(ending);
    SandboxedTool tool = tool(ToolEffect.SIDE_EFFECT, program());

    ToolOutcome answer = invoke(tool);

    assertIndeterminate(answer);
    outcome.set(DONE);
    ran.set(null);
    assertThat(invoke(tool)).isEqualTo(answer);
    assertThat(ran).hasValue(null);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void programEndedFromOutside_withoutEffects_isExecutedWithAnError(SandboxOutcome ending) {
    outcome.set(ending);

    ToolOutcome answer = invoke(tool(ToolEffect.PURE, program()));

    assertThat(((ToolOutcome.Executed) answer).result().error()).isTrue();
    assertStatus(ReceiptStatus.FAILED);
    assertCharged(PRICE);
  }

  @ParameterizedTest
  @EnumSource(ToolEffect.class)
  void machineryFaulted_whateverTheEffect_isIndeterminate(ToolEffect effect) {
    outcome.set(new SandboxOutcome.Faulted("the daemon went away"));

    assertIndeterminate(invoke(tool(effect, program())));
  }

  @Test
  void executorThatCannotStart_isIndeterminate() {
    with(
        new StubExecutor(
            request -> {
              throw new IllegalStateException("closed");
            }));

    assertIndeterminate(invoke(tool(ToolEffect.SIDE_EFFECT, program())));
  }

  @Test
  void executorThatBreaksItsWord_isIndeterminateAndTheProgramIsCancelled() {
    StubExecutor stub =
        new StubExecutor(request -> CompletableFuture.failedFuture(new TimeoutException()));
    with(stub);

    assertIndeterminate(invoke(tool(ToolEffect.SIDE_EFFECT, program())));
    assertThat(stub.cancelled).hasValue(1);
  }

  @Test
  void callerInterrupted_programIsCancelledAndTheFlagKept() {
    StubExecutor stub = new StubExecutor(request -> new CompletableFuture<>());
    with(stub);
    fixture.builder.probe(
        stage -> {
          if (stage == Stage.EXECUTE) {
            Thread.currentThread().interrupt();
          }
        });
    with(stub);

    ToolOutcome answer = invoke(tool(ToolEffect.SIDE_EFFECT, program()));

    assertThat(Thread.interrupted()).isTrue();
    assertIndeterminate(answer);
    assertThat(stub.cancelled).hasValue(1);
  }

  @Test
  void wallLimit_longerThanTheDeadline_isCappedByIt() {
    fixture.builder.toolDeadline(Duration.ofSeconds(7));
    with(executor);

    invoke(tool(ToolEffect.PURE, program()));

    assertThat(ran.get().limits())
        .isEqualTo(SandboxLimits.STANDARD.withWall(Duration.ofSeconds(7)));
  }

  @Test
  void wallLimit_shorterThanTheDeadline_staysAsItIs() {
    SandboxLimits tight =
        SandboxLimits.STANDARD.toBuilder()
            .wall(Duration.ofSeconds(2))
            .memoryBytes(2 << 20)
            .processes(3)
            .outputBytes(4_096)
            .build();

    invoke(tool(ToolEffect.PURE, call -> program().request(call).within(tight)));

    assertThat(ran.get().limits()).isEqualTo(tight);
  }

  /** The executor ends the program at the deadline and gets the time to say so. */
  @Test
  void programPastTheDeadline_isEndedByItsExecutorWhichSaysSo() {
    CountDownLatch never = new CountDownLatch(1);
    executor =
        new FunctionSandboxExecutor(
            PROVEN,
            (request, streams) -> {
              never.await();
              return DONE;
            });
    fixture.builder.toolDeadline(SHORT);
    with(executor);

    ToolOutcome pure = invoke(tool(ToolEffect.PURE, program()));

    assertThat(((ToolOutcome.Executed) pure).result().error()).isTrue();
    assertStatus(ReceiptStatus.FAILED);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void programThatCannotBeMade_isDeniedAndItsTextStaysInTheHost() {
    ToolOutcome answer =
        invoke(
            tool(
                ToolEffect.PURE,
                call -> {
                  throw new IllegalArgumentException("secret");
                }));

    assertThat(denialCode(answer)).isEqualTo(DenialCode.UNAVAILABLE);
    assertThat(answer.toString()).doesNotContain("secret");
    assertNothingOpened();
  }

  @Test
  void programInterruptedWhileItIsMade_isDeniedAndTheFlagKept() {
    ToolOutcome answer =
        invoke(
            tool(
                ToolEffect.PURE,
                call -> {
                  throw new InterruptedException();
                }));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(denialCode(answer)).isEqualTo(DenialCode.UNAVAILABLE);
    assertNothingOpened();
  }

  @Test
  void answerThatCannotBeRead_isAFailureOfTheTool() {
    ToolProgram unreadable =
        new ToolProgram() {
          @Override
          public SandboxRequest request(ToolInvocation call) throws Exception {
            return program().request(call);
          }

          @Override
          public ToolResult read(SandboxResult result) {
            throw new IllegalStateException("secret");
          }
        };

    ToolOutcome answer = invoke(tool(ToolEffect.SIDE_EFFECT, unreadable));

    assertThat(answer.forModel()).isEqualTo("The tool failed.");
    assertStatus(ReceiptStatus.FAILED);
  }

  private SandboxExecutor executor(Set<Guarantee> proven) {
    return new FunctionSandboxExecutor(
        proven,
        (request, streams) -> {
          ran.set(request);
          List<String> argv = request.argv();
          streams.out().write(("paid " + argv.get(2) + " for " + argv.get(1)).getBytes(UTF_8));
          return outcome.get();
        });
  }

  private static SandboxPolicy policy(
      SandboxLimits limits, Optional<Set<String>> tools, boolean network, Guarantee... required) {
    return new SandboxPolicy(true, limits, tools, network, Set.of(required));
  }

  private void under(SandboxPolicy policy) {
    fixture.builder.sandboxPolicies(SandboxPolicies.always(policy));
    fixture.rebuilt();
  }

  private void with(SandboxExecutor value) {
    fixture.builder.sandbox(value);
    fixture.rebuilt();
  }

  private ToolOutcome invoke(SandboxedTool tool) {
    return fixture.guard.invoke(as(alice()), call("c-1"), tool);
  }

  private static ToolProgram program(Guarantee... required) {
    return call ->
        SandboxRequest.of(
            Set.of(required),
            "pay",
            call.arguments().string("order"),
            String.valueOf(call.arguments().integer("amount")));
  }

  private SandboxedTool tool(ToolEffect effect, ToolProgram program) {
    ToolDefinition definition =
        ToolDefinition.builder("refund")
            .description("Pays money back.")
            .effect(effect)
            .inputSchema(fixture.refund.definition().inputSchema())
            .build();
    return new SandboxedTool(definition, program);
  }

  private void assertNothingOpened() {
    assertThat(ran).hasValue(null);
    assertThat(fixture.receipt("c-1")).isEmpty();
    assertCharged(0);
    assertThat(fixture.usage().events()).isZero();
    assertThat(fixture.auditTypes()).doesNotContain("tool.call.opened");
  }

  private void assertIndeterminate(ToolOutcome answer) {
    assertThat(answer).isInstanceOf(ToolOutcome.Indeterminate.class);
    assertThat(fixture.receipt("c-1").orElseThrow().result()).isEmpty();
    assertThat(fixture.budgetState().held()).isEqualTo(PRICE);
    assertThat(fixture.auditTypes()).containsExactly("tool.call.opened", "tool.call.indeterminate");
  }

  private void assertCharged(long nanoUsd) {
    assertThat(fixture.budgetState().held()).isZero();
    assertThat(fixture.budgetState().committed()).isEqualTo(nanoUsd);
    assertThat(fixture.usage().nanoUsd()).isEqualTo(nanoUsd);
  }

  private void assertStatus(ReceiptStatus status) {
    assertThat(fixture.receipt("c-1").orElseThrow().result().orElseThrow().status())
        .isEqualTo(status);
  }

  /** An executor that answers with whatever future a test makes. */
  private static class StubExecutor implements SandboxExecutor {

    private final AtomicInteger cancelled = new AtomicInteger();
    private final Function<SandboxRequest, CompletableFuture<SandboxResult>> results;

    StubExecutor(Function<SandboxRequest, CompletableFuture<SandboxResult>> results) {
      this.results = results;
    }

    @Override
    public Set<Guarantee> guarantees() {
      return PROVEN;
    }

    @Override
    public SandboxExecution start(SandboxRequest request, OutputSink sink) {
      CompletableFuture<SandboxResult> result = results.apply(request);
      return new SandboxExecution() {
        @Override
        public CompletableFuture<SandboxResult> result() {
          return result;
        }

        @Override
        public void cancel() {
          cancelled.incrementAndGet();
          cancelled();
        }
      };
    }

    /** What a cancellation does besides being counted. */
    void cancelled() {}

    @Override
    public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
