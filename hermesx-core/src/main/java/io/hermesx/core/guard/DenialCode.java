// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import java.util.Locale;

/**
 * Why a call was denied, with a hint that is safe to show to the model: it holds no rule text, no
 * names of other tools, no values and no secrets. Codes are stable.
 */
public enum DenialCode {
  /** No such tool is on record, or the name is not the tool's. */
  TOOL_UNKNOWN("There is no tool of this name. Use one of the tools you were given."),
  /** The tool's definition is not the one on record. */
  TOOL_CHANGED("This tool is not available: its definition changed and must be reviewed first."),
  /** The arguments are not valid JSON or do not fit the schema. */
  INVALID_ARGUMENTS("The arguments do not fit the tool's schema. Correct them and call again."),
  /** The call id was used for another call. */
  CALL_ID_REUSED("This call id was used for a different call. Use a new id for each call."),
  /** A scanner demands that the text does not pass. */
  CONTENT_BLOCKED("The content was blocked. Do not send it again."),
  /** The principal, the agent or the delegation lacks the scope. */
  NOT_PERMITTED("You may not do this. Do not try again."),
  /** The policy denies. */
  POLICY_DENIED("This is not allowed. Do not try again with the same arguments."),
  /** The policy demands a sandbox and the tool has none. */
  SANDBOX_REQUIRED("This tool may not run here. Do not try again."),
  /** The sandbox cannot hold what is required. */
  SANDBOX_REFUSED("This tool cannot run here at the moment. Do not try again."),
  /** A person must agree, and there is no way to ask for a call like this. */
  APPROVAL_UNAVAILABLE("This needs a person's consent, which cannot be asked for here."),
  /** Too many approvals are waiting. */
  APPROVALS_FULL("Too many calls wait for a person's consent. Wait before asking for more."),
  /** The approval presented is not good for this call. */
  APPROVAL_INVALID("The consent does not cover this call. Ask for consent again."),
  /** The run has made too many calls, or repeats itself. */
  LOOP_HALTED(
      "This run was halted because it repeats itself or takes too many steps. Stop and report what you have."),
  /** A rate limit is reached. */
  RATE_LIMITED("Too many calls. Wait before you try again."),
  /** A budget has no room. */
  OVER_BUDGET("The budget for this is used up. Stop and report what you have."),
  /** The model has no price, so no budget can bound it. */
  PRICE_UNKNOWN("This model is not available."),
  /** A gate could not decide, so it denied. */
  UNAVAILABLE("This cannot be done at the moment. Try again later.");

  private final String hint;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  DenialCode(String hint) {
    this.hint = hint;
  }

  /**
   * Tells whether asking for the same again is a sign of a loop, rather than what the caller was
   * told to do.
   */
  boolean countsAsRepeat() {
    return switch (this) {
      case RATE_LIMITED, APPROVALS_FULL, UNAVAILABLE, LOOP_HALTED -> false;
      default -> true;
    };
  }

  /** Returns a text for the model. */
  public String hint() {
    return hint;
  }

  /**
   * Returns the code as it is written in receipts and in the audit trail, such as {@code
   * over_budget}.
   */
  public String wireName() {
    return wireName;
  }
}
