// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.HermesException;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.model.ModelException;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.model.TextSink;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.scan.ScanAction;
import io.hermesx.core.scan.ScanDirection;
import io.hermesx.core.scan.StreamingScan;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks models, on the caller's thread, interrupted at the deadline. Thread-safe. */
final class ModelExecution {

  private static final long MAX_ANSWER_CHARS = 16L << 20;

  private final GuardParts parts;
  private final Watchdog watchdog;
  private final ModelClosing closing;

  ModelExecution(GuardParts parts, Watchdog watchdog, CloseBacklog backlog) {
    this.parts = parts;
    this.watchdog = watchdog;
    this.closing = new ModelClosing(parts, backlog);
  }

  /** Whom to ask, and how the answer is handed over. */
  record Conversation(ModelClient client, Optional<TextSink> sink) {

    /** Answers a repeated request from its receipt. */
    ModelOutcome replay(Receipt receipt) {
      ModelOutcome outcome = RecordedOutcome.ofModel(receipt);
      if (outcome instanceof ModelOutcome.Answered answered
          && !answered.answer().content().isEmpty()) {
        sink.ifPresent(to -> to.text(answered.answer().content()));
      }
      return outcome;
    }
  }

  ModelOutcome run(ModelJob job, Conversation conversation, RateHold rate) {
    rate.handOn();
    Reading reading = new Reading(job, conversation);
    Ending ending;
    try {
      ending = attempt(job, reading);
    } finally {
      if (reading.asked) {
        rate.release();
      } else {
        rate.refund();
      }
    }
    if (ending instanceof Answered answered) {
      return closing.answered(job, answered.answer());
    }
    Failed failed = (Failed) ending;
    return closing.failed(job, failed.failure(), failed.used());
  }

  private Ending attempt(ModelJob job, Reading reading) {
    try {
      job.stages().enter(Stage.EXECUTE);
      ModelAnswer answer = watchdog.run(parts.options().modelDeadline(), reading::read);
      return new Answered(reading.finish(answer));
    } catch (Watchdog.DeadlinePassed e) {
      GuardAudit.LOG.warn(
          "model {}: no answer within {}", job.request().model(), parts.options().modelDeadline());
      return new Failed(ModelFailure.TIMEOUT, reading.used(reported(e.getCause())));
    } catch (ModelException e) {
      GuardAudit.LOG.warn("model {}: {}", job.request().model(), e.failure(), e);
      return new Failed(e.failure(), used(reading, e));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      GuardAudit.LOG.warn("model {}: the client failed", job.request().model(), e);
      return new Failed(ModelFailure.INTERRUPTED, reading.used(TokenUsage.ZERO));
    }
  }

  /** How asking a model ended. */
  private sealed interface Ending {}

  private record Answered(ModelClosing.Answer answer) implements Ending {}

  private record Failed(ModelFailure failure, TokenUsage used) implements Ending {}

  /**
   * A provider that refused outright used nothing but what it says; one that broke off used what
   * was sent and seen.
   */
  private static TokenUsage used(Reading reading, ModelException e) {
    return switch (e.failure()) {
      case RATE_LIMITED, UNAVAILABLE, REJECTED -> reading.said(e.usage());
      case TIMEOUT, INTERRUPTED, INVALID_RESPONSE -> reading.used(e.usage());
    };
  }

  private static TokenUsage reported(@Nullable Throwable cause) {
    return cause instanceof ModelException e ? e.usage() : TokenUsage.ZERO;
  }

  /** One answer being read. */
  private final class Reading {

    private final ModelJob job;
    private final Conversation conversation;
    private final Optional<StreamingScan> scan;
    private final StringBuilder released = new StringBuilder();
    private long seenTokens;
    private long seenChars;
    private boolean asked;

    Reading(ModelJob job, Conversation conversation) {
      this.job = job;
      this.conversation = conversation;
      this.scan =
          conversation
              .sink()
              .map(
                  sink ->
                      new StreamingScan(
                          parts.gates().scanner(), job.context().tenant(), ScanDirection.ANSWER));
    }

    ModelAnswer read() {
      asked = true;
      ModelAnswer answer =
          scan.isPresent()
              ? conversation.client().stream(job.request(), job.opened().deadline(), this::pass)
              : conversation.client().chat(job.request(), job.opened().deadline());
      if (!countable(answer.usage())) {
        throw new ModelException(
            ModelFailure.INVALID_RESPONSE,
            TokenUsage.ZERO,
            "the provider reports more tokens than can be counted",
            new ArithmeticException());
      }
      return answer;
    }

    /** A provider may report anything; what cannot be charged would leave the call for free. */
    private boolean countable(TokenUsage reported) {
      try {
        return reported.total() >= 0 && job.price().cost(reported) >= 0;
      } catch (ArithmeticException e) {
        return false;
      }
    }

    /** Scans what is left, and says how the answer is to be recorded. */
    ModelClosing.Answer finish(ModelAnswer answer) {
      OutputScan.Verdict verdict = verdict(answer);
      if (verdict.withheld()) {
        job.stages().say("withheld");
        ModelAnswer empty =
            new ModelAnswer(
                "", List.of(), FinishReason.CONTENT_FILTER, answer.usage(), answer.modelServed());
        return new ModelClosing.Answer(empty, true, verdict.signals());
      }
      return new ModelClosing.Answer(answer.withContent(verdict.text()), false, verdict.signals());
    }

    private OutputScan.Verdict verdict(ModelAnswer answer) {
      try {
        job.stages().enter(Stage.SCAN_OUTPUT);
        return scan.isPresent() ? streamed(scan.get()) : whole(answer);
      } catch (ReaderGone e) {
        throw new ModelException(ModelFailure.INTERRUPTED, answer.usage(), "the reader gave up", e);
      } catch (RuntimeException e) {
        GuardAudit.LOG.warn(
            "a scanner failed, so the answer of {} is withheld", job.request().model(), e);
        return OutputScan.WITHHELD;
      }
    }

    /**
     * Returns what was used: what the provider says, or, if it says nothing, what was sent and
     * seen, at its highest.
     */
    TokenUsage used(TokenUsage reported) {
      if (!asked || (!reported.equals(TokenUsage.ZERO) && countable(reported))) {
        return reported;
      }
      long sent = parts.options().estimator().inputTokens(job.request());
      return new TokenUsage(sent, 0, Math.min(seenTokens, job.request().maxOutputTokens()));
    }

    /** Returns what the provider says was used, if it can be counted. */
    TokenUsage said(TokenUsage reported) {
      return countable(reported) ? reported : used(TokenUsage.ZERO);
    }

    private void pass(String piece) {
      seenTokens += parts.options().estimator().tokens(piece);
      seenChars += piece.length();
      if (seenChars > MAX_ANSWER_CHARS) {
        throw new ModelException(
            ModelFailure.INVALID_RESPONSE,
            TokenUsage.ZERO,
            "the answer is longer than " + MAX_ANSWER_CHARS + " characters",
            new IllegalStateException());
      }
      release(scanned(() -> scan.orElseThrow().accept(piece)));
    }

    /** A scanner that fails has blocked: nothing more is handed over. */
    private String scanned(Supplier<String> step) {
      try {
        return step.get();
      } catch (RuntimeException e) {
        GuardAudit.LOG.warn("a scanner failed, so the rest of the answer is withheld", e);
        return "";
      }
    }

    private void release(String text) {
      if (!text.isEmpty()) {
        released.append(text);
        handOver(text);
      }
    }

    private void handOver(String text) {
      try {
        conversation.sink().orElseThrow().text(text);
      } catch (RuntimeException e) {
        throw new ReaderGone(e);
      }
    }

    private OutputScan.Verdict streamed(StreamingScan stream) {
      release(scanned(stream::end));
      return new OutputScan.Verdict(
          stream.action() != ScanAction.PASS, released.toString(), stream.signals());
    }

    private OutputScan.Verdict whole(ModelAnswer answer) {
      return OutputScan.uncut(
          parts, job.context().tenant(), ScanDirection.ANSWER, answer.content());
    }
  }

  /** Says that whoever reads the stream threw. */
  private static final class ReaderGone extends HermesException {

    private static final long serialVersionUID = 1L;

    ReaderGone(RuntimeException cause) {
      super("the reader of the stream threw", cause);
    }
  }
}
