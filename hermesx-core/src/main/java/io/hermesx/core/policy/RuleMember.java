// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

/** The members of the JSON form of rules that are not a {@link RulePart}. */
final class RuleMember {

  static final String V = "v";
  static final String RULES = "rules";
  static final String ID = "id";
  static final String EFFECT = "effect";
  static final String WHEN = "when";
  static final String AT = "at";
  static final String EXISTS = "exists";
  static final String NOT = "not";

  private RuleMember() {}
}
