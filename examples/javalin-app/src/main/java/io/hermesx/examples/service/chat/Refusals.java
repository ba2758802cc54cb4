// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.guard.Denial;
import io.hermesx.core.guard.DenialCode;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.ratelimit.RateLimitHeaders;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.examples.service.http.Problem;
import java.util.List;
import java.util.Map;

/**
 * What the guard denies and what an upstream fails at, as problems. The table is in
 * docs/reference/chat-completions.md; a test holds it against this.
 */
final class Refusals {

  private Refusals() {}

  /** The problem of a denial: its hint, never its reason, which is for operators. */
  static Problem of(Denial denial) {
    Problem problem =
        Problem.of(status(denial), code(denial), "The guard denied this", denial.hint());
    return denial
        .retryAfter()
        .flatMap(RateLimitHeaders::retryAfter)
        .map(wait -> problem.with("Retry-After", wait))
        .orElseGet(() -> neverFits(denial) ? never(problem) : retryable(problem));
  }

  private static int status(Denial denial) {
    return switch (denial.code()) {
      case TOOL_UNKNOWN, PRICE_UNKNOWN -> 404;
      case INVALID_ARGUMENTS, CONTENT_BLOCKED -> 400;
      case CALL_ID_REUSED -> 422;
      case NOT_PERMITTED,
          POLICY_DENIED,
          TOOL_CHANGED,
          SANDBOX_REQUIRED,
          APPROVAL_UNAVAILABLE,
          APPROVAL_INVALID,
          LOOP_HALTED ->
          403;
      case OVER_BUDGET -> 402;
      case RATE_LIMITED, APPROVALS_FULL -> 429;
      case SANDBOX_REFUSED, UNAVAILABLE -> 503;
    };
  }

  private static String code(Denial denial) {
    return switch (denial.code()) {
      case PRICE_UNKNOWN -> "model_not_found";
      case CALL_ID_REUSED -> "idempotency_key_reused";
      default -> denial.code().wireName();
    };
  }

  /** OpenAI's clients repeat 409, 429 and 5xx by themselves unless they are told not to. */
  private static Problem retryable(Problem problem) {
    return problem.status() == 429 || problem.status() >= 500
        ? problem.with("Retry-After", "1")
        : never(problem);
  }

  /** A call that is larger than a whole limit does not fit later either. */
  private static boolean neverFits(Denial denial) {
    return denial.code() == DenialCode.RATE_LIMITED && denial.retryAfter().isEmpty();
  }

  private static Problem never(Problem problem) {
    return problem.with("x-should-retry", "false");
  }

  /** A model that is not on the list. */
  static Problem unknownModel() {
    return Problem.of(
            404,
            "model_not_found",
            "No such model",
            "This service has no model of this name. GET /v1/models lists those it has.")
        .with("x-should-retry", "false");
  }

  /** The problem of a model that gave no whole answer; what was used is charged. */
  static Problem of(ModelFailure failure) {
    return switch (failure) {
      case TIMEOUT -> upstream(504, "upstream_timeout", "did not answer in time", true);
      case RATE_LIMITED -> upstream(503, "upstream_rate_limited", "limits this service", true);
      case UNAVAILABLE ->
          upstream(503, "upstream_unavailable", "cannot be reached or failed", true);
      case INTERRUPTED -> upstream(502, "upstream_interrupted", "broke off in its answer", true);
      case INVALID_RESPONSE ->
          upstream(502, "upstream_invalid_response", "gave an answer that makes no sense", false);
      case REJECTED ->
          upstream(502, "upstream_rejected", "refused the request; ask the operator why", false);
    };
  }

  private static Problem upstream(int status, String code, String what, boolean again) {
    Problem problem =
        Problem.of(
            status,
            code,
            "The model gave no answer",
            "The model's provider " + what + (again ? ". Try again later." : "."));
    return again ? problem.with("Retry-After", "1") : never(problem);
  }

  /** The problem of a call that is on record as begun and no further. */
  static Problem indeterminate(ReceiptId receipt) {
    return new Problem(
        409,
        "indeterminate",
        "It is not known what became of this call",
        "It is still under way, or was cut off. It is not repeated by itself; receipt "
            + receipt
            + " says more.",
        List.of(),
        Map.of("x-should-retry", "false"));
  }
}
