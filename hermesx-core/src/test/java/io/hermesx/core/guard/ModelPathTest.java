// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.MODEL;
import static io.hermesx.core.guard.GuardFixture.SMALL_MODEL;
import static io.hermesx.core.guard.GuardFixture.alice;
import static io.hermesx.core.guard.GuardFixture.as;
import static io.hermesx.core.guard.GuardFixture.bob;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.guard.FaultyStore.Fault;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.model.ModelException;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TextSink;
import io.hermesx.core.model.TokenEstimator;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.scan.ScanAction;
import io.hermesx.core.scan.ScanInput;
import io.hermesx.core.scan.ScanVerdict;
import io.hermesx.core.scan.Scanner;
import io.hermesx.core.scan.Scanners;
import io.hermesx.core.tool.ToolCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelPathTest {

  private static final TokenUsage USED = new TokenUsage(10, 0, 20);
  private static final long COST = 10 * 3_000 + 20 * 15_000;

  private final GuardFixture fixture = GuardFixture.create();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<ModelRequest> sent = new AtomicReference<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void chat_allowedRequest_isAnsweredMeteredAndOnRecord() {
    fixture.budget(1_000_000_000);

    ModelOutcome.Answered outcome =
        (ModelOutcome.Answered) chat(request("m-1"), answering("hello"));

    assertThat(outcome.answer().content()).isEqualTo("hello");
    assertThat(outcome.nanoUsd()).isEqualTo(COST);
    assertThat(fixture.budgetState().committed()).isEqualTo(COST);
    assertThat(fixture.budgetState().held()).isZero();
    assertThat(fixture.usage().tokens()).isEqualTo(USED);
    assertThat(fixture.usage().events()).isEqualTo(1);
    assertThat(fixture.auditTypes()).containsExactly("model.call.opened", "model.call.closed");
    assertThat(fixture.guard.audit().verify(ACME).intact()).isTrue();
    assertThat(fixture.audit(ACME).toString()).doesNotContain("hello").doesNotContain("What is up");
  }

  @Test
  void chat_sameIdAndRequest_asksOnceAndAnswersTheSame() {
    ToolCall wanted = ToolCall.of("call-1", "refund", "{\"amount\": 1}");
    ModelClient client =
        (request, deadline) -> {
          asked.incrementAndGet();
          return new ModelAnswer("", List.of(wanted), FinishReason.TOOL_CALLS, USED, "large-2026");
        };

    ModelOutcome first = chat(request("m-1"), client);
    ModelOutcome second = chat(request("m-1"), client);

    assertThat(second).isEqualTo(first).isInstanceOf(ModelOutcome.Answered.class);
    assertThat(asked).hasValue(1);
    assertThat(fixture.usage().events()).isEqualTo(1);
  }

  @Test
  void chat_sameIdAndOtherMessages_isDenied() {
    chat(request("m-1"), answering("hello"));

    ModelOutcome outcome =
        chat(ModelRequest.of("m-1", MODEL, ChatMessage.user("something else")), answering("hello"));

    assertThat(code(outcome)).isEqualTo(DenialCode.CALL_ID_REUSED);
    assertThat(asked).hasValue(1);
  }

  @Test
  void chat_sameIdByAnotherPrincipal_doesNotHandOutTheFirstOnesAnswer() {
    chat(request("m-1"), answering("hello"));

    ModelOutcome outcome = fixture.guard.chat(as(bob()), request("m-1"), answering("hello"));

    assertThat(code(outcome)).isEqualTo(DenialCode.CALL_ID_REUSED);
  }

  @Test
  void chat_sameIdAsAToolCall_isAnotherCall() {
    fixture.invoke("x-1");

    assertThat(chat(request("x-1"), answering("hello"))).isInstanceOf(ModelOutcome.Answered.class);
  }

  @Test
  void chat_policyOrScopeDenies_asksNobody() {
    assertThat(
            code(fixture.guard.chat(as(Principal.user("carol")), request("m-1"), answering("x"))))
        .isEqualTo(DenialCode.NOT_PERMITTED);
    fixture.policySays(PolicyEffect.DENY);
    assertThat(code(chat(request("m-1"), answering("x")))).isEqualTo(DenialCode.POLICY_DENIED);
    fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
    assertThat(code(chat(request("m-1"), answering("x"))))
        .isEqualTo(DenialCode.APPROVAL_UNAVAILABLE);
    assertThat(asked).hasValue(0);
    assertThat(fixture.auditTypes()).containsOnly("model.call.denied");
  }

  @Test
  void chat_modelWithoutPrice_isDenied() {
    ModelOutcome outcome =
        chat(ModelRequest.of("m-1", "unheard-of", ChatMessage.user("hi")), answering("x"));

    assertThat(code(outcome)).isEqualTo(DenialCode.PRICE_UNKNOWN);
    assertThat(asked).hasValue(0);
  }

  @Test
  void chat_budgetWithRoomForLess_capsWhatTheModelMayWrite() {
    ModelRequest request = request("m-1").withMaxOutputTokens(1_000);
    long input = new ChatEstimate(request).input();
    fixture.budget(input * 3_000 + 100 * 15_000 + 14_999);

    assertThat(chat(request, answering("hello"))).isInstanceOf(ModelOutcome.Answered.class);

    assertThat(sent.get().maxOutputTokens()).isEqualTo(100);
    assertThat(sent.get().model()).isEqualTo(MODEL);
  }

  @Test
  void chat_budgetWithoutRoom_takesTheDowngrade() {
    ModelRequest request = request("m-1").withMaxOutputTokens(1_000).withDowngrades(SMALL_MODEL);
    fixture.budget(new ChatEstimate(request).input() * 3_000);

    assertThat(chat(request, answering("hello"))).isInstanceOf(ModelOutcome.Answered.class);

    assertThat(sent.get().model()).isEqualTo(SMALL_MODEL);
    assertThat(fixture.budgetState().committed()).isEqualTo(10 * 100 + 20 * 400);
  }

  @Test
  void chat_budgetGone_isDeniedAndNothingIsHeld() {
    fixture.budget(1_000);

    assertThat(code(chat(request("m-1"), answering("x")))).isEqualTo(DenialCode.OVER_BUDGET);

    assertThat(asked).hasValue(0);
    assertThat(fixture.budgetState().held()).isZero();
    assertThat(fixture.receipt("m-1")).isEmpty();
  }

  @Test
  void chat_ninetyFirstTurn_isHalted() {
    for (int i = 0; i < 90; i++) {
      assertThat(chat(request("m-" + i), answering("x"))).isInstanceOf(ModelOutcome.Answered.class);
    }

    assertThat(code(chat(request("m-90"), answering("x")))).isEqualTo(DenialCode.LOOP_HALTED);
  }

  @ParameterizedTest
  @EnumSource(ModelFailure.class)
  void chat_failureOfTheProvider_isTypedAndChargedForWhatWasUsed(ModelFailure failure) {
    fixture.budget(1_000_000_000);

    ModelOutcome.Failed outcome =
        (ModelOutcome.Failed) chat(request("m-1"), failing(failure, USED));

    assertThat(outcome.failure()).isEqualTo(failure);
    assertThat(outcome.nanoUsd()).isEqualTo(COST);
    assertThat(fixture.budgetState().committed()).isEqualTo(COST);
    assertThat(fixture.budgetState().held()).isZero();
    assertThat(chat(request("m-1"), answering("x"))).isEqualTo(outcome);
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(ModelFailure.class)
  void chat_failureThatSaysNothingOfTokens_isChargedOnlyIfTheProviderMayHaveRead(
      ModelFailure failure) {
    ModelOutcome.Failed outcome =
        (ModelOutcome.Failed) chat(request("m-1"), failing(failure, TokenUsage.ZERO));

    boolean mayHaveRead =
        EnumSet.of(ModelFailure.TIMEOUT, ModelFailure.INTERRUPTED, ModelFailure.INVALID_RESPONSE)
            .contains(failure);
    long input = new ChatEstimate(request("m-1")).input();
    assertThat(outcome.nanoUsd()).isEqualTo(mayHaveRead ? input * 3_000 : 0);
  }

  @ParameterizedTest
  @EnumSource(ModelFailure.class)
  void chat_failureThatReportsMoreThanCanBeCounted_isChargedForWhatWasSent(ModelFailure failure) {
    fixture.budget(1_000_000_000);

    ModelOutcome.Failed outcome =
        (ModelOutcome.Failed)
            chat(request("m-1"), failing(failure, new TokenUsage(Long.MAX_VALUE, 1, 1)));

    assertThat(outcome.nanoUsd()).isEqualTo(new ChatEstimate(request("m-1")).input() * 3_000);
    assertThat(fixture.budgetState().held()).isZero();
  }

  @Test
  void chat_answerThatReportsMoreThanCanBeCounted_isInvalidAndChargedForWhatWasSent() {
    fixture.budget(1_000_000_000);
    TokenUsage absurd = new TokenUsage(Long.MAX_VALUE, 0, 0);

    ModelOutcome.Failed outcome =
        (ModelOutcome.Failed)
            chat(
                request("m-1"),
                (request, deadline) ->
                    new ModelAnswer("hi", List.of(), FinishReason.STOP, absurd, MODEL));

    assertThat(outcome.failure()).isEqualTo(ModelFailure.INVALID_RESPONSE);
    assertThat(outcome.nanoUsd()).isEqualTo(new ChatEstimate(request("m-1")).input() * 3_000);
    assertThat(fixture.budgetState().committed()).isEqualTo(outcome.nanoUsd());
    assertThat(fixture.budgetState().held()).isZero();
  }

  @Test
  void chat_modelThatHangs_failsAtTheDeadline() {
    fixture.builder.modelDeadline(Duration.ofMillis(50));
    fixture.rebuilt();
    CountDownLatch never = new CountDownLatch(1);

    ModelOutcome outcome =
        chat(
            request("m-1"),
            (request, deadline) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new ModelException(ModelFailure.TIMEOUT, TokenUsage.ZERO, "interrupted", e);
              }
              throw new IllegalStateException();
            });

    assertThat(((ModelOutcome.Failed) outcome).failure()).isEqualTo(ModelFailure.TIMEOUT);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void stream_pieces_arriveInOrderAndTheAnswerIsWhole() {
    StringBuilder seen = new StringBuilder();

    ModelOutcome.Answered outcome =
        (ModelOutcome.Answered)
            fixture.guard.stream(
                as(alice()), request("m-1"), streaming("hel", "lo ", "you"), seen::append);
    StringBuilder again = new StringBuilder();
    fixture.guard.stream(as(alice()), request("m-1"), streaming("never"), again::append);

    assertThat(seen).hasToString("hello you");
    assertThat(again).hasToString("hello you");
    assertThat(outcome.answer().content()).isEqualTo("hello you");
    assertThat(asked).hasValue(1);
  }

  @Test
  void stream_readerThatGoesAway_isChargedForWhatWasSeen() {
    fixture.budget(1_000_000_000);
    TextSink gone =
        piece -> {
          throw new IllegalStateException("the browser closed the connection");
        };
    fixture.builder.scanner(Scanners.none());
    fixture.rebuilt();

    ModelOutcome.Failed outcome =
        (ModelOutcome.Failed)
            fixture.guard.stream(as(alice()), request("m-1"), streaming("abcd", "efgh"), gone);

    assertThat(outcome.failure()).isEqualTo(ModelFailure.INTERRUPTED);
    long input = new ChatEstimate(request("m-1")).input();
    assertThat(outcome.nanoUsd()).isEqualTo(input * 3_000 + 4 * 15_000);
    assertThat(fixture.budgetState().committed()).isEqualTo(outcome.nanoUsd());
  }

  @Test
  void stream_blockedText_isNeverHandedOver() {
    fixture.builder.scanner(blocking("forbidden"));
    fixture.rebuilt();
    StringBuilder seen = new StringBuilder();

    ModelOutcome.Answered outcome =
        (ModelOutcome.Answered)
            fixture.guard.stream(
                as(alice()), request("m-1"), streaming("this is for", "bidden text"), seen::append);

    assertThat(seen.toString()).doesNotContain("forbidden").doesNotContain("bidden");
    assertThat(outcome.answer().content()).isEmpty();
    assertThat(outcome.answer().finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(outcome.signals()).contains("found");
    assertThat(outcome.nanoUsd()).isEqualTo(COST);
  }

  @Test
  void chat_blockedPrompt_isDenied() {
    fixture.builder.scanner(blocking("What"));
    fixture.rebuilt();

    assertThat(code(chat(request("m-1"), answering("x")))).isEqualTo(DenialCode.CONTENT_BLOCKED);
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {
        "REPLAY",
        "SCAN_INPUT",
        "POLICY",
        "LOOP",
        "RATE",
        "OPEN",
        "EXECUTE",
        "SCAN_OUTPUT",
        "CLOSE"
      })
  void exception_atAStage_asksNobodyBeforeExecutionAndLosesNothingAfter(Stage stage) {
    fixture.builder.probe(
        entered -> {
          if (entered == stage) {
            throw new IllegalStateException("the test broke " + stage);
          }
        });
    fixture.rebuilt();
    fixture.budget(1_000_000_000);

    ModelOutcome outcome = chat(request("m-1"), answering("hello"));
    fixture.guard.sweeps().forEach(sweep -> sweep.run());

    if (EnumSet.of(Stage.SCAN_OUTPUT, Stage.CLOSE).contains(stage)) {
      assertThat(asked).hasValue(1);
      assertThat(fixture.budgetState().committed()).isEqualTo(COST);
      assertThat(fixture.usage().events()).isEqualTo(1);
    } else {
      assertThat(asked).hasValue(0);
      assertThat(fixture.budgetState().committed()).isZero();
    }
    assertThat(outcome)
        .isNotInstanceOf(stage == Stage.CLOSE ? ModelOutcome.Failed.class : Void.class);
    assertThat(fixture.budgetState().held()).isZero();
  }

  @Test
  void storeAway_whenTheCallIsClosed_isCaughtUpExactlyOnce() {
    fixture.builder.probe(
        stage -> {
          if (stage == Stage.CLOSE) {
            fixture.store.fail(Fault.AFTER_COMMIT);
          }
        });
    fixture.rebuilt();
    fixture.budget(1_000_000_000);

    ModelOutcome outcome = chat(request("m-1"), answering("hello"));
    fixture.store.fail(Fault.NONE);
    fixture.guard.sweeps().forEach(sweep -> sweep.run());

    assertThat(outcome).isInstanceOf(ModelOutcome.Answered.class);
    assertThat(fixture.budgetState().committed()).isEqualTo(COST);
    assertThat(fixture.usage().events()).isEqualTo(1);
  }

  private ModelOutcome chat(ModelRequest request, ModelClient client) {
    return fixture.guard.chat(as(alice()), request, client);
  }

  private static ModelRequest request(String id) {
    return ModelRequest.of(id, MODEL, ChatMessage.user("What is up?"));
  }

  private static DenialCode code(ModelOutcome outcome) {
    return ((ModelOutcome.Denied) outcome).denial().code();
  }

  private ModelClient answering(String text) {
    return (request, deadline) -> {
      asked.incrementAndGet();
      sent.set(request);
      return new ModelAnswer(text, List.of(), FinishReason.STOP, USED, request.model());
    };
  }

  private ModelClient failing(ModelFailure failure, TokenUsage usage) {
    return (request, deadline) -> {
      asked.incrementAndGet();
      throw new ModelException(failure, usage, "the test failed it", new IOException());
    };
  }

  private ModelClient streaming(String... pieces) {
    return new ModelClient() {
      @Override
      public ModelAnswer chat(ModelRequest request, Instant deadline) {
        throw new IllegalStateException("asked to stream");
      }

      @Override
      public ModelAnswer stream(ModelRequest request, Instant deadline, TextSink sink) {
        asked.incrementAndGet();
        for (String piece : pieces) {
          sink.text(piece);
        }
        return new ModelAnswer(
            String.join("", pieces), List.of(), FinishReason.STOP, USED, request.model());
      }
    };
  }

  private static Scanner blocking(String word) {
    return new Scanner() {
      @Override
      public ScanVerdict scan(ScanInput input) {
        return input.text().contains(word)
            ? new ScanVerdict(ScanAction.BLOCK, input.text(), Set.of("found"))
            : ScanVerdict.pass(input.text());
      }

      @Override
      public int lookBehind() {
        return word.length();
      }
    };
  }

  /** What the guard reserves for the input of a request. */
  private record ChatEstimate(ModelRequest request) {
    long input() {
      return TokenEstimator.upperBound().inputTokens(request);
    }
  }
}
