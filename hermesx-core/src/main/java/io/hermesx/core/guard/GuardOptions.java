// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.model.TokenEstimator;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The numbers of a guard; {@link AgentGuardBuilder} says what each means. */
record GuardOptions(
    Duration toolDeadline,
    Duration modelDeadline,
    Duration approvalLifetime,
    int maxPendingApprovals,
    int maxResultChars,
    int minOutputTokens,
    JsonLimits argumentLimits,
    TokenEstimator estimator,
    @Nullable ExecutorService executor) {

  private static final Duration MAX_DEADLINE = Duration.ofHours(24);

  static final GuardOptions STANDARD =
      new GuardOptions(
          Duration.ofSeconds(30),
          Duration.ofSeconds(120),
          Duration.ofSeconds(600),
          100,
          51_200,
          16,
          JsonLimits.STANDARD,
          TokenEstimator.upperBound(),
          null);

  GuardOptions {
    requireRange("toolDeadline", toolDeadline, Duration.ofMillis(1));
    requireRange("modelDeadline", modelDeadline, Duration.ofMillis(1));
    requireRange("approvalLifetime", approvalLifetime, Duration.ofSeconds(1));
    requireRange("maxPendingApprovals", maxPendingApprovals, 1, 100_000);
    requireRange("maxResultChars", maxResultChars, 1_024, 16 << 20);
    requireRange("minOutputTokens", minOutputTokens, 1, 1_000_000);
  }

  GuardOptions withDeadlines(Duration tool, Duration model) {
    return new GuardOptions(
        tool,
        model,
        approvalLifetime,
        maxPendingApprovals,
        maxResultChars,
        minOutputTokens,
        argumentLimits,
        estimator,
        executor);
  }

  GuardOptions withApprovals(Duration lifetime, int maxPending) {
    return new GuardOptions(
        toolDeadline,
        modelDeadline,
        lifetime,
        maxPending,
        maxResultChars,
        minOutputTokens,
        argumentLimits,
        estimator,
        executor);
  }

  GuardOptions withMaxResultChars(int value) {
    return new GuardOptions(
        toolDeadline,
        modelDeadline,
        approvalLifetime,
        maxPendingApprovals,
        value,
        minOutputTokens,
        argumentLimits,
        estimator,
        executor);
  }

  GuardOptions withMinOutputTokens(int value) {
    return new GuardOptions(
        toolDeadline,
        modelDeadline,
        approvalLifetime,
        maxPendingApprovals,
        maxResultChars,
        value,
        argumentLimits,
        estimator,
        executor);
  }

  GuardOptions withArgumentLimits(JsonLimits value) {
    return new GuardOptions(
        toolDeadline,
        modelDeadline,
        approvalLifetime,
        maxPendingApprovals,
        maxResultChars,
        minOutputTokens,
        value,
        estimator,
        executor);
  }

  GuardOptions withEstimator(TokenEstimator value) {
    return new GuardOptions(
        toolDeadline,
        modelDeadline,
        approvalLifetime,
        maxPendingApprovals,
        maxResultChars,
        minOutputTokens,
        argumentLimits,
        value,
        executor);
  }

  GuardOptions withExecutor(ExecutorService value) {
    return new GuardOptions(
        toolDeadline,
        modelDeadline,
        approvalLifetime,
        maxPendingApprovals,
        maxResultChars,
        minOutputTokens,
        argumentLimits,
        estimator,
        value);
  }

  private static void requireRange(String name, Duration value, Duration min) {
    if (value.compareTo(min) < 0 || value.compareTo(MAX_DEADLINE) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed: " + min + " to " + MAX_DEADLINE);
    }
  }

  private static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed: " + min + " to " + max);
    }
  }
}
