// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.auth.Principal;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decisions with the words that explain them. Argument values never appear. */
final class Explanation {

  private static final int LONGEST_NAME = 128;
  private static final int MOST_ROLES = 8;

  private Explanation() {}

  /** The decision of a rule that applied. */
  static PolicyDecision decided(Rule rule, String version) {
    return new PolicyDecision(rule.effect().outcome(), false, rule.id(), says(rule), version);
  }

  /** The same decision, in a sandbox only. */
  static PolicyDecision sandboxed(PolicyDecision decision, Rule rule) {
    return adding(decision, true, says(rule));
  }

  /** The same denial, for who took a rule about approval for a permission. */
  static PolicyDecision approvalAlone(PolicyDecision silence, Rule rule) {
    return adding(silence, false, says(rule) + ", which by itself allows nothing");
  }

  private static PolicyDecision adding(PolicyDecision decision, boolean sandbox, String more) {
    return new PolicyDecision(
        decision.effect(),
        decision.sandboxRequired() || sandbox,
        decision.rule(),
        decision.explanation() + "; " + more,
        decision.version());
  }

  private static String says(Rule rule) {
    return "rule " + rule.id() + " " + rule.effect().phrase();
  }

  /**
   * The denial when no rule applied.
   *
   * @param farthest the last facet that an allow rule came to
   * @param nearest the rule that came to it; none if no allow rule is about the resource
   */
  static PolicyDecision silence(
      PolicyRequest request, Facet farthest, @Nullable Rule nearest, String version) {
    String why = "no rule allows " + subject(request) + reason(request, farthest);
    return new PolicyDecision(
        PolicyEffect.DENY,
        false,
        PolicyDecision.NO_RULE,
        nearest == null ? why : why + " (nearest: rule " + nearest.id() + ")",
        version);
  }

  private static String subject(PolicyRequest request) {
    return switch (request.operation()) {
      case TOOL_INVOKE -> "tool " + shown(request.resource());
      case TOOL_LIST -> "listing tool " + shown(request.resource());
      case MODEL_CHAT -> "model " + shown(request.resource());
      case APPROVAL_DECIDE -> "deciding approvals";
    };
  }

  private static String reason(PolicyRequest request, Facet facet) {
    Principal principal = request.actor().principal();
    return switch (facet) {
      case RESOURCE, NONE -> "";
      case PRINCIPAL -> " for " + principal.ref();
      case ROLE -> " for " + roles(principal);
      case AGENT -> " for " + request.actor().agent().map(Principal::ref).orElse("no agent");
      case TOOL_EFFECT ->
          request
              .tool()
              .map(tool -> " with effect " + RulePart.wireName(tool.effect()))
              .orElse(" with an effect that is not known");
      case DATA_CLASS ->
          request
              .dataClass()
              .map(name -> " on data class " + shown(name))
              .orElse(" on data of a class that is not stated");
      case SIGNAL -> " with signals " + String.join(", ", new TreeSet<>(request.signals()));
      case ARGUMENTS -> " with these arguments";
    };
  }

  private static String roles(Principal principal) {
    int count = principal.roles().size();
    if (count == 0) {
      return "a principal without roles";
    }
    String names =
        String.join(", ", new TreeSet<>(principal.roles()).stream().limit(MOST_ROLES).toList());
    return (count == 1 ? "role " : "roles ") + names + (count > MOST_ROLES ? " and more" : "");
  }

  /** A name that a model may have made up, if it can be shown as it is. */
  private static String shown(String name) {
    boolean plain =
        !name.isEmpty()
            && name.length() <= LONGEST_NAME
            && name.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return plain ? name : "(a name of " + name.length() + " characters, not shown)";
  }
}
