// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.guard.ModelOutcome;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What came of a chat, turn by turn. Not thread-safe. */
final class Transcript {

  private final Speech speech;
  private final List<ReceiptId> receipts = new ArrayList<>();
  private final List<ServerCall> serverCalls = new ArrayList<>();
  private final Set<String> signals = new TreeSet<>();
  private List<ToolCall> clientCalls = List.of();
  private List<String> deferred = List.of();
  private TokenUsage usage = TokenUsage.ZERO;
  private FinishReason finished = FinishReason.STOP;
  private String model;
  private long nanoUsd;
  private boolean halted;

  Transcript(Speech speech, String model) {
    this.speech = speech;
    this.model = model;
  }

  void took(ModelOutcome.Answered answered) {
    ModelAnswer answer = answered.answer();
    TokenUsage more = answer.usage();
    receipts.add(answered.receipt());
    signals.addAll(answered.signals());
    usage =
        new TokenUsage(
            usage.input() + more.input(),
            usage.cachedInput() + more.cachedInput(),
            usage.output() + more.output());
    nanoUsd += answered.nanoUsd();
    finished = answer.finishReason();
    model = answer.modelServed();
  }

  void called(ServerCall call) {
    serverCalls.add(call);
    if (call.outcome() instanceof ToolOutcome.Executed executed) {
      receipts.add(executed.receipt());
      signals.addAll(executed.signals());
    }
  }

  /** Hands calls to the client; those of the service's tools beside them were not made. */
  void handOver(List<ToolCall> calls, List<String> notMade) {
    clientCalls = List.copyOf(calls);
    deferred = List.copyOf(notMade);
  }

  /** Says that the model still wanted tools when its turns were over. */
  void halt() {
    halted = true;
    finished = FinishReason.LENGTH;
  }

  String text() {
    return speech.all();
  }

  List<ReceiptId> receipts() {
    return receipts;
  }

  List<ServerCall> serverCalls() {
    return serverCalls;
  }

  Set<String> signals() {
    return signals;
  }

  List<ToolCall> clientCalls() {
    return clientCalls;
  }

  List<String> deferred() {
    return deferred;
  }

  TokenUsage usage() {
    return usage;
  }

  FinishReason finished() {
    return finished;
  }

  String model() {
    return model;
  }

  long nanoUsd() {
    return nanoUsd;
  }

  boolean halted() {
    return halted;
  }
}
