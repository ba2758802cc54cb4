// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.internal.Names;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parts of a rule that are sets of words, each with its name in JSON and its alphabet. Within a
 * part any word may fit; all parts that are given must.
 */
enum RulePart {
  TOOLS("tools", "tool pattern"),
  MODELS("models", "model pattern"),
  APPROVALS("approvals", "approval pattern"),
  OPERATIONS("operations", "operation"),
  PRINCIPALS("principals", "principal"),
  ROLES("roles", "role"),
  AGENTS("agents", "agent"),
  TOOL_EFFECTS("toolEffects", "tool effect"),
  DATA_CLASSES("dataClasses", "data class"),
  SIGNALS("signals", "signal"),
  WITHOUT_SIGNALS("withoutSignals", "signal");

  /** The most words in one part of one rule. */
  static final int MAX_WORDS = 100;

  private final String wireName;
  private final String what;

  RulePart(String wireName, String what) {
    this.wireName = wireName;
    this.what = what;
  }

  /** The member of the rule in JSON, also used in messages. */
  String wireName() {
    return wireName;
  }

  /** The operations a rule covers that names resources in this part; none in other parts. */
  Set<Operation> operations() {
    return switch (this) {
      case TOOLS -> Set.of(Operation.TOOL_INVOKE, Operation.TOOL_LIST);
      case MODELS -> Set.of(Operation.MODEL_CHAT);
      case APPROVALS -> Set.of(Operation.APPROVAL_DECIDE);
      default -> Set.of();
    };
  }

  /** Whether the part names what the rule is about. A rule has exactly one such part. */
  boolean namesResources() {
    return !operations().isEmpty();
  }

  /**
   * Returns the word if it can stand in this part.
   *
   * @throws IllegalArgumentException otherwise
   */
  String check(String word) {
    switch (this) {
      case TOOLS -> checkToolPattern(word);
      case MODELS, APPROVALS -> checkPattern(word);
      case OPERATIONS -> requireWord(word, Operation.class);
      case TOOL_EFFECTS -> requireWord(word, ToolEffect.class);
      case PRINCIPALS, AGENTS -> PrincipalRef.parse(what, word);
      case ROLES, DATA_CLASSES, SIGNALS, WITHOUT_SIGNALS -> Names.requireToken(what, word);
    }
    return word;
  }

  private void checkToolPattern(String word) {
    String stem = NamePattern.stem(what, word);
    if (!word.equals("*") && !ToolName.isValid(stem)) {
      throw new IllegalArgumentException(
          what
              + " has "
              + word.length()
              + " characters, allowed: 1 to 64 of a-z A-Z 0-9 _ - . and one * at the end");
    }
  }

  private void checkPattern(String word) {
    NamePattern.stem(what, Names.requireToken(what, word));
  }

  private <E extends Enum<E>> void requireWord(String word, Class<E> type) {
    if (EnumSet.allOf(type).stream().noneMatch(value -> wireName(value).equals(word))) {
      throw new IllegalArgumentException(
          what
              + " is none of those there are, allowed: "
              + Arrays.stream(type.getEnumConstants())
                  .map(RulePart::wireName)
                  .collect(Collectors.joining(", ")));
    }
  }

  /** The name of a constant as it is written in JSON. */
  static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
