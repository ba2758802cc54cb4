// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Says what an error of the validator means, from the schema and the kind of the value; never from
 * the value.
 */
final class ViolationText {

  private static final int LONGEST = 400;
  private static final int LONGEST_VALUE = 60;
  private static final int MOST_VALUES = 10;

  private final JsonObject schema;

  /** Reads the schema that the errors refer to, which is the rewritten one. */
  ViolationText(JsonObject schema) {
    this.schema = schema;
  }

  JsonSchemaViolation violation(Error error) {
    JsonPointer at = pointer(error.getInstanceLocation());
    if (error.getIndex() != null) {
      at = at.append(error.getIndex());
    } else if (error.getProperty() != null) {
      at = at.append(error.getProperty());
    }
    String message = SafeText.pointer(at) + ": " + found(error) + ", allowed: " + allowed(error);
    return new JsonSchemaViolation(at, error.getKeyword(), SafeText.clip(message, LONGEST));
  }

  private static JsonPointer pointer(NodePath path) {
    JsonPointer pointer = JsonPointer.ROOT;
    for (int i = 0; i < path.getNameCount(); i++) {
      pointer = pointer.append(path.getElement(i).toString());
    }
    return pointer;
  }

  private static String found(Error error) {
    return switch (error.getKeyword()) {
      case "required" -> "member is missing";
      case "dependentRequired" -> "member stands without others";
      case "additionalProperties", "unevaluatedProperties" -> "member is not defined by the schema";
      case "propertyNames" -> "member has a name that does not fit";
      case "items" -> "item is not defined by the schema";
      default -> "is " + kind(error.getInstanceNode());
    };
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> JsonKind.OBJECT.phrase();
      case ARRAY -> JsonKind.ARRAY.phrase();
      case STRING -> JsonKind.STRING.phrase();
      case NUMBER -> node.canConvertToExactIntegral() ? "an integer" : "a number with a fraction";
      case BOOLEAN -> JsonKind.BOOLEAN.phrase();
      default -> JsonKind.NULL.phrase();
    };
  }

  private String allowed(Error error) {
    JsonNode rule = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "type" -> rule.isArray() ? list(rule, UnaryOperator.identity()) : rule.textValue();
      case "enum" -> "one of " + values(rule);
      case "const" -> value(rule);
      case "minimum" -> "at least " + rule.asText();
      case "exclusiveMinimum" -> "more than " + rule.asText();
      case "maximum" -> "at most " + rule.asText();
      case "exclusiveMaximum" -> "less than " + rule.asText();
      case "multipleOf" -> "a multiple of " + rule.asText();
      case "minLength" -> "at least " + rule.asText() + " characters";
      case "maxLength" -> "at most " + rule.asText() + " characters";
      case "pattern" -> "text that matches " + value(rule);
      case "format" -> "the format " + rule.asText();
      case "minItems" -> "at least " + rule.asText() + " items";
      case "maxItems" -> "at most " + rule.asText() + " items";
      case "uniqueItems" -> "items that differ";
      case "contains", "minContains", "maxContains" ->
          "a number of items that fit \"contains\" within its bounds";
      case "minProperties" -> "at least " + rule.asText() + " members";
      case "maxProperties" -> "at most " + rule.asText() + " members";
      case "required" -> "it is required";
      case "dependentRequired" ->
          "together with " + list(rule.path(error.getProperty()), SafeText::name);
      case "additionalProperties", "unevaluatedProperties" -> siblings(error);
      case "propertyNames" -> "names that fit \"propertyNames\"";
      case "items" -> "fewer items";
      case "unevaluatedItems" -> "no items beyond those that the schema defines";
      case "oneOf" -> "what fits exactly one of " + rule.size() + " alternatives";
      case "not" -> "what the schema does not exclude";
      default -> "what the schema says under \"" + error.getKeyword() + "\"";
    };
  }

  /** The members that stand beside the keyword in the schema. */
  private String siblings(Error error) {
    JsonPointer keyword = pointer(error.getSchemaLocation().getFragment());
    Optional<JsonValue> stated = schema.at(keyword.parent().append("properties"));
    if (stated.isEmpty()) {
      return "members that the schema defines";
    }
    List<String> names =
        stated.map(JsonObject.class::cast).orElseThrow().keys().stream()
            .map(SafeText::name)
            .toList();
    return names.isEmpty() ? "none" : clipped(names);
  }

  private static String list(JsonNode array, UnaryOperator<String> text) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(text.apply(item.asText())));
    return clipped(texts);
  }

  private static String values(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(value(item)));
    return clipped(texts);
  }

  private static String clipped(List<String> texts) {
    String shown = texts.stream().limit(MOST_VALUES).collect(Collectors.joining(", "));
    int more = texts.size() - MOST_VALUES;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String value(JsonNode node) {
    return SafeText.clip(node.toString(), LONGEST_VALUE);
  }
}
