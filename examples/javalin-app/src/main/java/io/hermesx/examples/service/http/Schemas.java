// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Short words for the JSON Schemas of bodies and answers. */
public final class Schemas {

  private Schemas() {}

  /** An object: names and schemas in turn; a name that ends in {@code ?} is optional. */
  public static JsonObject object(Object... namesAndSchemas) {
    JsonObject.Builder properties = JsonObject.builder();
    List<String> required = new ArrayList<>();
    for (int i = 0; i < namesAndSchemas.length; i += 2) {
      String name = (String) namesAndSchemas[i];
      boolean optional = name.endsWith("?");
      String key = optional ? name.substring(0, name.length() - 1) : name;
      properties.put(key, (JsonValue) namesAndSchemas[i + 1]);
      if (!optional) {
        required.add(key);
      }
    }
    JsonObject.Builder object =
        JsonObject.builder().put("type", "object").put("properties", properties.build());
    if (!required.isEmpty()) {
      object.put("required", JsonArray.ofStrings(required));
    }
    return object.build();
  }

  /** As {@link #object}, without any other member. */
  public static JsonObject only(Object... namesAndSchemas) {
    JsonObject.Builder strict = JsonObject.builder();
    object(namesAndSchemas).members().forEach(strict::put);
    return strict.put("additionalProperties", false).build();
  }

  /** Any text. */
  public static JsonObject text(String description) {
    return JsonObject.of(
        "type", new JsonString("string"), "description", new JsonString(description));
  }

  /** A text of a length. */
  public static JsonObject text(int least, int most) {
    return JsonObject.builder()
        .put("type", "string")
        .put("minLength", least)
        .put("maxLength", most)
        .build();
  }

  /** A text in a format of JSON Schema, such as {@code uuid} or {@code date-time}. */
  public static JsonObject format(String format) {
    return JsonObject.of("type", new JsonString("string"), "format", new JsonString(format));
  }

  /** One of these words. */
  public static JsonObject oneOf(String... words) {
    return JsonObject.of(
        "type", new JsonString("string"), "enum", JsonArray.ofStrings(List.of(words)));
  }

  /** A whole number. */
  public static JsonObject whole() {
    return JsonObject.of("type", new JsonString("integer"), "format", new JsonString("int64"));
  }

  /** A whole number, and what it means. */
  public static JsonObject whole(String description) {
    return JsonObject.builder()
        .put("type", "integer")
        .put("format", "int64")
        .put("description", description)
        .build();
  }

  /** True or false. */
  public static JsonObject truth() {
    return JsonObject.of("type", new JsonString("boolean"));
  }

  /** A list of such items. */
  public static JsonObject list(JsonObject items) {
    return JsonObject.of("type", new JsonString("array"), "items", items);
  }

  /** A list of so many such items. */
  public static JsonObject list(JsonObject items, int least, int most) {
    return JsonObject.builder()
        .put("type", "array")
        .put("items", items)
        .put("minItems", JsonNumber.of(least))
        .put("maxItems", JsonNumber.of(most))
        .build();
  }

  /** An object of any members. */
  public static JsonObject anyObject() {
    return JsonObject.builder().put("type", "object").put("additionalProperties", true).build();
  }
}
