// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How a schema hangs together: which schemas its keywords hold, and where its references lead. */
final class SchemaTree {

  /** A schema (an object or a boolean) and its place. */
  record Place(JsonPointer pointer, JsonValue schema) {}

  private final JsonObject root;

  SchemaTree(JsonObject root) {
    this.root = root;
  }

  JsonObject root() {
    return root;
  }

  /** The schemas in the value of a keyword, none when it holds none. */
  static List<Place> held(SchemaKeyword keyword, JsonValue value, JsonPointer at) {
    List<Place> held = new ArrayList<>();
    switch (keyword.shape()) {
      case SCHEMA -> held.add(new Place(at, value));
      case SCHEMAS -> {
        List<JsonValue> items = ((JsonArray) value).items();
        for (int i = 0; i < items.size(); i++) {
          held.add(new Place(at.append(i), items.get(i)));
        }
      }
      case SCHEMAS_BY_KEY, SCHEMAS_BY_PATTERN ->
          ((JsonObject) value)
              .members()
              .forEach((key, schema) -> held.add(new Place(at.append(key), schema)));
      default -> {
        // no schemas in it
      }
    }
    return held;
  }

  /**
   * The object schemas that apply to the same value as this one, one step away; its references must
   * lead somewhere.
   */
  List<JsonObject> inPlace(JsonObject schema) {
    return applied(schema, keyword -> true);
  }

  /**
   * Those of {@link #inPlace} that describe the value: not conditions, and not what is excluded.
   */
  List<JsonObject> describing(JsonObject schema) {
    return applied(schema, keyword -> keyword != SchemaKeyword.NOT && keyword != SchemaKeyword.IF);
  }

  private List<JsonObject> applied(JsonObject schema, Predicate<SchemaKeyword> wanted) {
    List<JsonObject> found = new ArrayList<>();
    schema
        .members()
        .forEach(
            (word, value) ->
                SchemaKeyword.find(word)
                    .filter(keyword -> keyword.role() == SchemaKeyword.Role.IN_PLACE)
                    .filter(wanted)
                    .ifPresent(
                        keyword ->
                            applied(keyword, value).forEach(place -> addObject(found, place))));
    return found;
  }

  private List<Place> applied(SchemaKeyword keyword, JsonValue value) {
    return keyword == SchemaKeyword.REF
        ? List.of(target(value))
        : held(keyword, value, JsonPointer.ROOT);
  }

  private static void addObject(List<JsonObject> found, Place place) {
    if (place.schema() instanceof JsonObject object) {
      found.add(object);
    }
  }

  /** Where a checked reference leads. */
  Place target(JsonValue reference) {
    return findTarget(((JsonString) reference).value()).orElseThrow();
  }

  /** Where a reference leads; empty when there is nothing. */
  Optional<Place> findTarget(String reference) {
    return pointer(reference)
        .flatMap(pointer -> root.at(pointer).map(schema -> new Place(pointer, schema)));
  }

  /**
   * The pointer in a reference within the document: {@code #} or {@code #/…}, a percent-encoded
   * fragment.
   */
  private static Optional<JsonPointer> pointer(String reference) {
    try {
      return Optional.of(JsonPointer.parse(URI.create(reference).getFragment()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
