// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses a schema whose meaning is not certain or not cheap to find out: unknown keywords and
 * formats, values of the wrong shape, references that lead nowhere or outside, references in a
 * circle, patterns that cannot be matched in linear time.
 *
 * <p>Also read are the dialects 2019-09 and draft-07, as far as they mean the same as 2020-12: what
 * differs (the array form of {@code items}, {@code additionalItems}, {@code dependencies}) has
 * another shape or is unknown here, and in draft-07 nothing may stand beside {@code $ref}, because
 * there it would be ignored.
 */
final class SchemaCheck {

  private static final int MOST_SCHEMAS = 2000;
  private static final int LONGEST_CHAIN = 100;
  private static final String DRAFT_07 = "json-schema.org/draft-07/schema";
  private static final Set<String> DIALECTS =
      Set.of(
          "json-schema.org/draft/2020-12/schema", "json-schema.org/draft/2019-09/schema", DRAFT_07);

  private final SchemaTree tree;
  private final boolean refStandsAlone;
  private final Deque<SchemaTree.Place> pending = new ArrayDeque<>();
  private final Set<JsonPointer> seen = new HashSet<>();

  private SchemaCheck(SchemaTree tree, boolean refStandsAlone) {
    this.tree = tree;
    this.refStandsAlone = refStandsAlone;
  }

  static void check(SchemaTree tree) {
    if (!tree.root().find("type").equals(Optional.of(new JsonString("object")))) {
      throw refused(
          JsonPointer.ROOT,
          "the root does not say \"type\": \"object\"",
          "a schema of objects",
          "add it");
    }
    SchemaCheck check = new SchemaCheck(tree, dialect(tree.root()).equals(DRAFT_07));
    check.visit(new SchemaTree.Place(JsonPointer.ROOT, tree.root()));
    while (!check.pending.isEmpty()) {
      check.schema(check.pending.pop());
    }
    check.chains();
  }

  private static String dialect(JsonObject root) {
    JsonValue named =
        root.find("$schema").orElse(new JsonString("https://json-schema.org/draft/2020-12/schema"));
    String dialect =
        named instanceof JsonString uri
            ? uri.value().replaceFirst("^https?://", "").replaceFirst("#$", "")
            : "";
    if (!DIALECTS.contains(dialect)) {
      throw refused(
          JsonPointer.ROOT.append("$schema"),
          "the dialect is not supported",
          "2020-12, or 2019-09 and draft-07 where they mean the same",
          "translate the schema to 2020-12");
    }
    return dialect;
  }

  private void visit(SchemaTree.Place place) {
    if (seen.add(place.pointer())) {
      pending.push(place);
    }
    if (seen.size() > MOST_SCHEMAS) {
      throw refused(
          place.pointer(),
          "there are too many schemas",
          "at most " + MOST_SCHEMAS,
          "split the tool or simplify its schema");
    }
  }

  private void schema(SchemaTree.Place place) {
    if (place.schema() instanceof JsonObject object) {
      object.members().forEach((word, value) -> member(place.pointer(), object, word, value));
    } else if (!(place.schema() instanceof JsonBoolean)) {
      throw refused(
          place.pointer(),
          "there is " + place.schema().kind().phrase(),
          SchemaShape.SCHEMA.allowed(),
          "correct it, or the reference to it");
    }
  }

  private void member(JsonPointer at, JsonObject schema, String word, JsonValue value) {
    boolean identifies =
        at.equals(JsonPointer.ROOT) && (word.equals("$schema") || word.equals("$id"));
    if (identifies || word.startsWith("x-")) {
      return;
    }
    JsonPointer here = at.append(word);
    SchemaKeyword keyword =
        SchemaKeyword.find(word)
            .orElseThrow(
                () ->
                    refused(
                        here,
                        SafeText.name(word) + " is not a keyword whose meaning is known here",
                        "the assertions and annotations of JSON Schema 2020-12, and x-…",
                        "remove it, or say the same with those"));
    if (!keyword.shape().fits(value)) {
      throw refused(
          here,
          "the value has the wrong shape (it is " + value.kind().phrase() + ")",
          keyword.shape().allowed(),
          "correct it");
    }
    content(here, keyword, value);
    if (keyword == SchemaKeyword.REF && refStandsAlone) {
      requireAlone(here, schema);
    }
  }

  private void content(JsonPointer here, SchemaKeyword keyword, JsonValue value) {
    switch (keyword.shape()) {
      case REFERENCE -> reference(here, ((JsonString) value).value());
      case PATTERN -> pattern(here, ((JsonString) value).value());
      case FORMAT -> format(here, ((JsonString) value).value());
      case SCHEMAS_BY_PATTERN -> ((JsonObject) value).keys().forEach(key -> pattern(here, key));
      default -> {
        // the shape says it all
      }
    }
    SchemaTree.held(keyword, value, here).forEach(this::visit);
  }

  private void reference(JsonPointer here, String reference) {
    if (!reference.startsWith("#")) {
      throw refused(
          here,
          "the reference leads outside of the schema, and nothing is ever fetched",
          "\"#\" and \"#/…\"",
          "copy the schema into $defs");
    }
    visit(
        tree.findTarget(reference)
            .orElseThrow(
                () ->
                    refused(
                        here,
                        "the reference leads nowhere",
                        "\"#\" and \"#/…\" to a schema in this document",
                        "correct it")));
  }

  private static void pattern(JsonPointer here, String pattern) {
    try {
      LinearPattern.compile(pattern);
    } catch (PatternRefusedException e) {
      throw refused(
          here,
          "the pattern " + e.getMessage(),
          "ECMAScript's regular expressions without look-around and back-references",
          "rewrite it");
    }
  }

  private static void format(JsonPointer here, String format) {
    if (SchemaFormat.find(format).isEmpty()) {
      throw refused(
          here,
          "the format is unknown here, so nothing would check it",
          SchemaFormat.words(),
          "remove it or state a pattern");
    }
  }

  private static void requireAlone(JsonPointer here, JsonObject schema) {
    for (String word : schema.keys()) {
      boolean asserts =
          SchemaKeyword.find(word).filter(keyword -> keyword.role().asserts()).isPresent();
      if (asserts && !word.equals(SchemaKeyword.REF.word())) {
        throw refused(
            here,
            "another keyword stands beside $ref, which draft-07 ignores",
            "$ref alone",
            "remove it, or use \"allOf\" or dialect 2020-12");
      }
    }
  }

  /**
   * Looks for schemas that apply themselves to the same value again, or through too many others.
   */
  private void chains() {
    IdentityHashMap<JsonObject, Integer> heights = new IdentityHashMap<>();
    for (JsonPointer pointer : seen) {
      if (tree.root().at(pointer).orElseThrow() instanceof JsonObject schema) {
        height(schema, pointer, 1, heights);
      }
    }
  }

  /**
   * How many schemas in a row are applied to a value by this one; 0 stands for one that is being
   * followed.
   */
  private int height(
      JsonObject schema,
      JsonPointer from,
      int below,
      IdentityHashMap<JsonObject, Integer> heights) {
    Integer known = heights.putIfAbsent(schema, 0);
    if (known != null && known > 0) {
      return known;
    }
    int height = 1;
    if (known == null && below <= LONGEST_CHAIN) {
      for (JsonObject next : tree.inPlace(schema)) {
        height = Math.max(height, 1 + height(next, from, below + 1, heights));
      }
    } else {
      height = LONGEST_CHAIN + 1;
    }
    if (height > LONGEST_CHAIN) {
      throw refused(
          from,
          "the schema leads back to itself for the same value, or through too many others",
          "chains of at most " + LONGEST_CHAIN + " schemas for one value",
          "break the circle");
    }
    heights.put(schema, height);
    return height;
  }

  private static JsonSchemaException refused(
      JsonPointer at, String what, String allowed, String next) {
    return new JsonSchemaException(at, what, allowed, next);
  }
}
