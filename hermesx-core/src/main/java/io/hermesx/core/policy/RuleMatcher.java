// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule made ready to be asked: arrays and sets of the right types, an empty one meaning that the
 * part is not given. Asking it allocates next to nothing.
 */
final class RuleMatcher {

  private final Rule rule;
  private final boolean permission;
  private final NamePattern[] resources;
  private final PrincipalRef[] principals;
  private final String[] roles;
  private final PrincipalRef[] agents;
  private final Set<ToolEffect> effects;
  private final Set<String> dataClasses;
  private final String[] signals;
  private final String[] withoutSignals;
  private final ArgumentCondition[] conditions;

  RuleMatcher(Rule rule) {
    this.rule = rule;
    this.permission = rule.effect().isPermission();
    this.resources =
        rule.words(RuleGrammar.about(rule)).stream()
            .map(NamePattern::of)
            .toArray(NamePattern[]::new);
    this.principals = refs(RulePart.PRINCIPALS);
    this.roles = words(RulePart.ROLES);
    this.agents = refs(RulePart.AGENTS);
    this.effects = EnumSet.noneOf(ToolEffect.class);
    for (ToolEffect effect : ToolEffect.values()) {
      if (rule.words(RulePart.TOOL_EFFECTS).contains(RulePart.wireName(effect))) {
        effects.add(effect);
      }
    }
    this.dataClasses = Set.copyOf(rule.words(RulePart.DATA_CLASSES));
    this.signals = words(RulePart.SIGNALS);
    this.withoutSignals = words(RulePart.WITHOUT_SIGNALS);
    List<ArgumentCondition> all = rule.conditions();
    this.conditions = all.toArray(new ArgumentCondition[0]);
  }

  private String[] words(RulePart part) {
    return rule.words(part).toArray(new String[0]);
  }

  private PrincipalRef[] refs(RulePart part) {
    return rule.words(part).stream()
        .map(ref -> PrincipalRef.parse(part.wireName(), ref))
        .toArray(PrincipalRef[]::new);
  }

  Rule rule() {
    return rule;
  }

  /** The first facet by which the rule does not apply to the request, or none if it applies. */
  Facet ruledOutBy(PolicyRequest request) {
    if (!fitsResource(request.resource())) {
      return Facet.RESOURCE;
    }
    Principal principal = request.actor().principal();
    if (principals.length > 0 && !isAmong(principals, principal)) {
      return Facet.PRINCIPAL;
    }
    if (roles.length > 0 && !anyIn(roles, principal.roles())) {
      return Facet.ROLE;
    }
    if (agents.length > 0 && !fitsAgent(request.actor().agent())) {
      return Facet.AGENT;
    }
    return ruledOutByContent(request);
  }

  private Facet ruledOutByContent(PolicyRequest request) {
    if (!effects.isEmpty() && !fitsEffect(request.tool())) {
      return Facet.TOOL_EFFECT;
    }
    if (!dataClasses.isEmpty() && !fitsDataClass(request.dataClass())) {
      return Facet.DATA_CLASS;
    }
    if (!fitsSignals(request.signals())) {
      return Facet.SIGNAL;
    }
    return conditions.length == 0 || fitsArguments(request) ? Facet.NONE : Facet.ARGUMENTS;
  }

  private boolean fitsSignals(Set<String> found) {
    return (signals.length == 0 || anyIn(signals, found)) && !anyIn(withoutSignals, found);
  }

  private boolean fitsResource(String resource) {
    for (NamePattern pattern : resources) {
      if (pattern.matches(resource)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAmong(PrincipalRef[] refs, Principal principal) {
    for (PrincipalRef ref : refs) {
      if (ref.matches(principal)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyIn(String[] wanted, Set<String> found) {
    for (String word : wanted) {
      if (found.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private boolean fitsAgent(Optional<Principal> agent) {
    return agent.isPresent() && isAmong(agents, agent.get());
  }

  private boolean fitsEffect(Optional<ToolDefinition> tool) {
    return tool.isPresent() ? effects.contains(tool.get().effect()) : fitsInDoubt();
  }

  private boolean fitsDataClass(Optional<String> dataClass) {
    return dataClass.isPresent() ? dataClasses.contains(dataClass.get()) : fitsInDoubt();
  }

  /**
   * Listing asks whether some arguments could pass: conditions then never hide, neither by a
   * permission nor by a restriction.
   */
  private boolean fitsArguments(PolicyRequest request) {
    if (request.operation() == Operation.TOOL_LIST) {
      return permission;
    }
    return request.arguments().isPresent() ? holds(request.arguments().get()) : fitsInDoubt();
  }

  private boolean holds(JsonObject arguments) {
    for (ArgumentCondition condition : conditions) {
      Match match = condition.test(arguments);
      if (match == Match.NO || (match == Match.UNKNOWN && !fitsInDoubt())) {
        return false;
      }
    }
    return true;
  }

  private boolean fitsInDoubt() {
    return !permission;
  }
}
