// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

/**
 * The answer of a policy decision point, with its explanation.
 *
 * @param effect what it says
 * @param sandboxRequired whether the call may only run in a sandbox
 * @param rule the id of the rule that decided, or {@link #NO_RULE}
 * @param explanation why, for operators and reviewers; never shown to the model
 * @param version the version of the policy that was asked; an approval is bound to it
 */
public record PolicyDecision(
    PolicyEffect effect, boolean sandboxRequired, String rule, String explanation, String version) {

  /** The rule id of a decision that no rule made: nothing matched, so the default denies. */
  public static final String NO_RULE = "default-deny";

  /**
   * Joins two decisions: the stricter effect with its explanation, every restriction, both
   * versions.
   */
  public PolicyDecision and(PolicyDecision other) {
    PolicyDecision stricter = effect.compareTo(other.effect) >= 0 ? this : other;
    return new PolicyDecision(
        stricter.effect,
        sandboxRequired || other.sandboxRequired,
        stricter.rule,
        stricter.explanation,
        version.equals(other.version) ? version : version + "+" + other.version);
  }
}
