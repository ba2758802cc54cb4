// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What schemas that apply to one value say about its parts.
 *
 * @param names the members they state by name
 * @param members whether they describe members by other means than a name
 * @param items whether they describe items of an array
 */
record SchemaMentions(Set<String> names, boolean members, boolean items) {

  /** What all others say that apply to the same value as the schema. */
  static SchemaMentions besides(SchemaTree tree, JsonObject schema) {
    Set<JsonObject> others = Collections.newSetFromMap(new IdentityHashMap<>());
    tree.inPlace(schema).forEach(other -> collect(other, tree::inPlace, others));
    return of(others);
  }

  /** Whether the schema, or another that describes the same value with it, states members. */
  static boolean stateMembers(SchemaTree tree, JsonObject schema) {
    Set<JsonObject> all = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(schema, tree::describing, all);
    return all.stream()
        .anyMatch(each -> each.find("properties").isPresent() || describesOtherMembers(each));
  }

  private static void collect(
      JsonObject schema, Function<JsonObject, List<JsonObject>> next, Set<JsonObject> found) {
    if (found.add(schema)) {
      next.apply(schema).forEach(other -> collect(other, next, found));
    }
  }

  private static SchemaMentions of(Set<JsonObject> schemas) {
    Set<String> names = new HashSet<>();
    schemas.forEach(
        schema ->
            schema
                .find("properties")
                .ifPresent(stated -> names.addAll(((JsonObject) stated).keys())));
    return new SchemaMentions(
        names,
        schemas.stream().anyMatch(SchemaMentions::describesOtherMembers),
        schemas.stream().anyMatch(SchemaMentions::describesItems));
  }

  private static boolean describesOtherMembers(JsonObject schema) {
    return schema.find("patternProperties").isPresent()
        || schema.find("additionalProperties").filter(JsonObject.class::isInstance).isPresent()
        || schema.find("unevaluatedProperties").filter(JsonObject.class::isInstance).isPresent();
  }

  private static boolean describesItems(JsonObject schema) {
    return schema.find("items").isPresent()
        || schema.find("prefixItems").isPresent()
        || schema.find("contains").isPresent()
        || schema.find("unevaluatedItems").isPresent();
  }

  boolean describeMember(String key) {
    return members || names.contains(key);
  }

  boolean describeMembers() {
    return members || !names.isEmpty();
  }
}
