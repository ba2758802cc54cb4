// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static io.hermesx.core.json.SchemaKeyword.ADDITIONAL_PROPERTIES;
import static io.hermesx.core.json.SchemaKeyword.ALL_OF;
import static io.hermesx.core.json.SchemaKeyword.ANY_OF;
import static io.hermesx.core.json.SchemaKeyword.CONTAINS;
import static io.hermesx.core.json.SchemaKeyword.ONE_OF;
import static io.hermesx.core.json.SchemaKeyword.PATTERN_PROPERTIES;
import static io.hermesx.core.json.SchemaKeyword.PROPERTIES;
import static io.hermesx.core.json.SchemaKeyword.REF;
import static io.hermesx.core.json.SchemaKeyword.UNEVALUATED_PROPERTIES;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rewrites a checked schema so that an object which states members accepts no others, and only
 * where that cannot contradict what the schema says elsewhere: what the rewritten schema accepts,
 * the original accepts too.
 *
 * <p>A schema can apply together with others to the same value (in place: {@code allOf}, {@code
 * $ref} …), and then a member that one of them does not know may be another's. So there are two
 * ways to write a schema: open, as it stands, and closed, for one that is alone in describing its
 * value. The root is written closed; from a closed schema
 *
 * <ul>
 *   <li>without others in place, the parts are written closed, and {@code additionalProperties:
 *       false} is added;
 *   <li>that is only a reference, or an {@code allOf} of one, the target is written closed;
 *   <li>that is only a {@code oneOf}, or an {@code anyOf} of which one branch at most states
 *       members, each branch is written closed. For {@code oneOf} the open form must hold too,
 *       since closing could turn two matching branches into one;
 *   <li>with others in place besides, these are written open, and {@code unevaluatedProperties:
 *       false} is added, which knows the members of all of them. Its own parts are written closed
 *       where no other mentions them.
 * </ul>
 *
 * <p>Where an object says {@code additionalProperties} or {@code unevaluatedProperties} itself,
 * that is kept. Parts that several keywords may describe ({@code patternProperties} and members
 * beside it, {@code items} beside {@code contains}) are written open, and so is everything under
 * {@code not}, {@code if}, {@code contains} and {@code propertyNames}. Annotations are left out. A
 * target of a reference is written once for each way it is needed.
 */
final class StrictForm {

  private enum Way {
    OPEN,
    CLOSED
  }

  /**
   * The way in which to write a schema that a keyword holds, under a key where the keyword holds
   * them by key.
   */
  @FunctionalInterface
  private interface Ways {
    Way of(SchemaKeyword keyword, String key);
  }

  private record Need(JsonPointer pointer, Way way) {}

  private final SchemaTree tree;
  private final Map<Need, String> names = new HashMap<>();
  private final Deque<Need> pending = new ArrayDeque<>();

  private StrictForm(SchemaTree tree) {
    this.tree = tree;
  }

  static JsonObject of(SchemaTree tree) {
    StrictForm form = new StrictForm(tree);
    Map<String, JsonValue> root = form.closed(tree.root());
    Map<String, JsonValue> targets = new LinkedHashMap<>();
    while (!form.pending.isEmpty()) {
      Need need = form.pending.pop();
      targets.put(
          form.name(need), form.write(tree.root().at(need.pointer()).orElseThrow(), need.way()));
    }
    root.put("$defs", new JsonObject(targets));
    return new JsonObject(root);
  }

  private String name(Need need) {
    String known = names.get(need);
    if (known != null) {
      return known;
    }
    String added = "d" + names.size();
    names.put(need, added);
    pending.push(need);
    return added;
  }

  private JsonValue write(JsonValue schema, Way way) {
    if (schema instanceof JsonObject object) {
      return new JsonObject(
          way == Way.CLOSED ? closed(object) : copy(object, (keyword, key) -> Way.OPEN));
    }
    return schema;
  }

  private Map<String, JsonValue> closed(JsonObject schema) {
    Set<SchemaKeyword> used = used(schema);
    if (handsOver(schema, used)) {
      return handedOver(schema);
    }
    SchemaMentions others = SchemaMentions.besides(tree, schema);
    Map<String, JsonValue> out = copy(schema, (keyword, key) -> way(keyword, key, used, others));
    boolean states = SchemaMentions.stateMembers(tree, schema);
    if (states && !used.contains(ADDITIONAL_PROPERTIES) && !used.contains(UNEVALUATED_PROPERTIES)) {
      boolean alone = inPlace(used).isEmpty();
      out.put((alone ? ADDITIONAL_PROPERTIES : UNEVALUATED_PROPERTIES).word(), JsonBoolean.FALSE);
    }
    return out;
  }

  private static Set<SchemaKeyword> used(JsonObject schema) {
    Set<SchemaKeyword> used = EnumSet.noneOf(SchemaKeyword.class);
    schema.keys().forEach(word -> SchemaKeyword.find(word).ifPresent(used::add));
    return used;
  }

  private static Set<SchemaKeyword> inPlace(Set<SchemaKeyword> used) {
    return used.stream()
        .filter(keyword -> keyword.role() == SchemaKeyword.Role.IN_PLACE)
        .collect(Collectors.toSet());
  }

  /**
   * Whether a schema leaves the description of its value's parts to one other schema, or to one of
   * several.
   */
  private boolean handsOver(JsonObject schema, Set<SchemaKeyword> used) {
    if (used.stream().anyMatch(keyword -> keyword.role() == SchemaKeyword.Role.INSIDE)) {
      return false;
    }
    Set<SchemaKeyword> others = inPlace(used);
    return others.equals(Set.of(REF))
        || (others.equals(Set.of(ANY_OF))
            && tree.inPlace(schema).stream()
                    .filter(branch -> SchemaMentions.stateMembers(tree, branch))
                    .count()
                <= 1)
        || others.equals(Set.of(ONE_OF))
        || (others.equals(Set.of(ALL_OF))
            && ((JsonArray) schema.require(ALL_OF.word())).items().size() == 1);
  }

  private Map<String, JsonValue> handedOver(JsonObject schema) {
    Map<String, JsonValue> out =
        copy(schema, (keyword, key) -> keyword == ONE_OF ? Way.OPEN : Way.CLOSED);
    schema
        .find(ONE_OF.word())
        .map(
            branches ->
                JsonObject.of(ANY_OF.word(), value(ANY_OF, branches, (keyword, key) -> Way.CLOSED)))
        .ifPresent(closed -> out.put(ALL_OF.word(), JsonArray.of(closed)));
    return out;
  }

  private static Way way(
      SchemaKeyword keyword, String key, Set<SchemaKeyword> used, SchemaMentions others) {
    boolean alone =
        switch (keyword) {
          case PROPERTIES -> !used.contains(PATTERN_PROPERTIES) && !others.describeMember(key);
          case ADDITIONAL_PROPERTIES, UNEVALUATED_PROPERTIES -> !others.describeMembers();
          case ITEMS, PREFIX_ITEMS, UNEVALUATED_ITEMS ->
              !used.contains(CONTAINS) && !others.items();
          default -> false;
        };
    return alone ? Way.CLOSED : Way.OPEN;
  }

  private Map<String, JsonValue> copy(JsonObject schema, Ways ways) {
    Map<String, JsonValue> out = new LinkedHashMap<>();
    schema
        .members()
        .forEach(
            (word, value) ->
                SchemaKeyword.find(word)
                    .filter(keyword -> keyword.role().asserts())
                    .ifPresent(keyword -> out.put(word, value(keyword, value, ways))));
    return out;
  }

  private JsonValue value(SchemaKeyword keyword, JsonValue value, Ways ways) {
    return switch (keyword.shape()) {
      case REFERENCE ->
          new JsonString(
              "#/$defs/" + name(new Need(tree.target(value).pointer(), ways.of(keyword, ""))));
      case SCHEMA -> write(value, ways.of(keyword, ""));
      case SCHEMAS ->
          JsonArray.of(
              ((JsonArray) value)
                  .items().stream().map(item -> write(item, ways.of(keyword, ""))).toList());
      case SCHEMAS_BY_KEY, SCHEMAS_BY_PATTERN -> {
        Map<String, JsonValue> out = new LinkedHashMap<>();
        ((JsonObject) value)
            .members()
            .forEach((key, schema) -> out.put(key, write(schema, ways.of(keyword, key))));
        yield new JsonObject(out);
      }
      default -> value;
    };
  }
}
