// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/**
 * Our values as Jackson's, for the validator; numbers as the decimals that their JSON text says,
 * integers of any size as such.
 */
final class JacksonTree {

  private JacksonTree() {}

  static JsonNode of(JsonValue value) {
    return switch (value.kind()) {
      case OBJECT -> object((JsonObject) value);
      case ARRAY -> array((JsonArray) value);
      case STRING -> TextNode.valueOf(((JsonString) value).value());
      case NUMBER -> number((JsonNumber) value);
      case BOOLEAN -> BooleanNode.valueOf(((JsonBoolean) value).value());
      case NULL -> NullNode.getInstance();
    };
  }

  private static ObjectNode object(JsonObject object) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    object.members().forEach((key, value) -> node.set(key, of(value)));
    return node;
  }

  private static ArrayNode array(JsonArray array) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode(array.items().size());
    array.items().forEach(item -> node.add(of(item)));
    return node;
  }

  private static JsonNode number(JsonNumber number) {
    if (number.isLong()) {
      return LongNode.valueOf(number.longValueExact());
    }
    BigDecimal decimal = new BigDecimal(number.toString());
    return number.isInteger()
        ? BigIntegerNode.valueOf(decimal.toBigIntegerExact())
        : DecimalNode.valueOf(decimal);
  }
}
