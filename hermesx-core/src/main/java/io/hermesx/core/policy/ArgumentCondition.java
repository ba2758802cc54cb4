// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonPointer;
import io.hermesx.core.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a rule sets on a tool's arguments, made by {@link Argument}.
 *
 * <p>It holds, does not hold, or cannot be decided, because there is no value or one of another
 * kind. Undecided never widens: it does not fulfil an allow rule, and it does fulfil a rule that
 * denies, requires approval or requires a sandbox. Where a missing member should not restrict, say
 * so with a second condition, {@link Argument#exists()}.
 *
 * <p>Immutable and thread-safe; equal when the JSON forms are.
 */
public final class ArgumentCondition {

  private final JsonPointer pointer;
  private final @Nullable ValueCheck check;
  private final boolean negated;

  /** A condition on the value at the pointer; without a check, on there being one. */
  ArgumentCondition(JsonPointer pointer, @Nullable ValueCheck check, boolean negated) {
    this.pointer = pointer;
    this.check = check;
    this.negated = negated;
  }

  /** The opposite condition. Undecided stays undecided. */
  public ArgumentCondition not() {
    return new ArgumentCondition(pointer, check, !negated);
  }

  Match test(JsonObject arguments) {
    Optional<JsonValue> value = arguments.at(pointer);
    Match match;
    if (check == null) {
      match = Match.of(value.isPresent());
    } else {
      match = value.isPresent() ? check.test(value.get()) : Match.UNKNOWN;
    }
    return negated ? match.not() : match;
  }

  JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put(RuleMember.AT, pointer.toString());
    if (check == null) {
      return json.put(RuleMember.EXISTS, !negated).build();
    }
    json.put(check.wireName(), check.operand());
    return negated ? json.put(RuleMember.NOT, true).build() : json.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArgumentCondition that && toJson().equals(that.toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }

  /** The condition as JSON text. */
  @Override
  public String toString() {
    return toJson().toJson();
  }
}
