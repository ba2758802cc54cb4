// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonSchema;
import io.hermesx.core.json.JsonSchemaException;
import io.hermesx.core.json.JsonSyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model is told about a tool, and what a call of it is held to: name, description, schema of
 * the arguments, effect.
 *
 * <p>Immutable and thread-safe; two definitions are equal when their pins are.
 */
public final class ToolDefinition {

  /** The longest description, in characters: every model call pays for it. */
  public static final int MAX_DESCRIPTION = 8_192;

  private final ToolName name;
  private final String description;
  private final JsonObject inputSchema;
  private final @Nullable JsonObject outputSchema;
  private final ToolEffect effect;
  private final @Nullable String server;
  private final JsonSchema arguments;
  private final ToolPin pin;

  private ToolDefinition(Builder builder, JsonObject inputSchema) {
    this.name = builder.name;
    this.description = builder.description;
    this.inputSchema = inputSchema;
    this.outputSchema = builder.outputSchema;
    this.effect = builder.effect;
    this.server = builder.server;
    this.arguments = JsonSchema.compile(inputSchema);
    this.pin = ToolPin.of(toJson());
  }

  /**
   * Starts a definition.
   *
   * @throws IllegalArgumentException if the name is not a {@link ToolName}
   */
  public static Builder builder(String name) {
    return new Builder(new ToolName(name));
  }

  /** The name the model calls it by. */
  public ToolName name() {
    return name;
  }

  /** What the model is told the tool does. */
  public String description() {
    return description;
  }

  /** The JSON Schema of the arguments. */
  public JsonObject inputSchema() {
    return inputSchema;
  }

  /** The JSON Schema of the result, where the tool states one. */
  public Optional<JsonObject> outputSchema() {
    return Optional.ofNullable(outputSchema);
  }

  /** What calling it does to the world. */
  public ToolEffect effect() {
    return effect;
  }

  /** The server that offers the tool, where it is not the host itself. */
  public Optional<String> server() {
    return Optional.ofNullable(server);
  }

  /** The compiled schema that arguments are validated against. */
  public JsonSchema arguments() {
    return arguments;
  }

  /** The digest of all of the above. */
  public ToolPin pin() {
    return pin;
  }

  private JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("v", 1)
            .put("name", name.value())
            .put("description", description)
            .put("effect", effect.wireName())
            .put("inputSchema", inputSchema);
    if (outputSchema != null) {
      json.put("outputSchema", outputSchema);
    }
    if (server != null) {
      json.put("server", server);
    }
    return json.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ToolDefinition that && pin.equals(that.pin);
  }

  @Override
  public int hashCode() {
    return pin.hashCode();
  }

  @Override
  public String toString() {
    return "ToolDefinition[" + name + ", pin " + pin + "]";
  }

  /** Collects the parts of a definition. Not thread-safe. */
  public static final class Builder {

    private final ToolName name;
    private String description = "";
    private ToolEffect effect = ToolEffect.SIDE_EFFECT;
    private @Nullable JsonObject inputSchema;
    private @Nullable JsonObject outputSchema;
    private @Nullable String server;

    private Builder(ToolName name) {
      this.name = name;
    }

    /**
     * Sets what the model is told. Required; 1 to {@value ToolDefinition#MAX_DESCRIPTION}
     * characters.
     */
    public Builder description(String text) {
      this.description = text;
      return this;
    }

    /**
     * Sets what a call does to the world. Default {@link ToolEffect#SIDE_EFFECT}, the careful
     * assumption.
     */
    public Builder effect(ToolEffect value) {
      this.effect = value;
      return this;
    }

    /** Sets the JSON Schema (2020-12) of the arguments; it describes an object. Required. */
    public Builder inputSchema(JsonObject schema) {
      this.inputSchema = schema;
      return this;
    }

    /**
     * Sets the schema from its JSON text.
     *
     * @throws JsonSyntaxException if it is not one JSON object
     */
    public Builder inputSchema(String schema) {
      return inputSchema(JsonObject.parseObject(schema));
    }

    /** Says that the tool takes no arguments: the model must send an empty object. */
    public Builder noArguments() {
      return inputSchema("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
    }

    /** Sets the JSON Schema of the result. Default: none stated. */
    public Builder outputSchema(JsonObject schema) {
      this.outputSchema = schema;
      return this;
    }

    /** Sets the server that offers the tool. Default: the host itself. */
    public Builder server(String value) {
      this.server = value;
      return this;
    }

    /**
     * Builds the definition.
     *
     * @throws IllegalArgumentException if description or schema is missing or out of range
     * @throws JsonSchemaException if the schema itself is not valid
     */
    public ToolDefinition build() {
      if (description.isBlank() || description.length() > MAX_DESCRIPTION) {
        throw new IllegalArgumentException(
            "tool "
                + name
                + ": the description has "
                + description.length()
                + " characters, allowed: 1 to "
                + MAX_DESCRIPTION
                + " and not all blank; call description(…)");
      }
      if (inputSchema == null) {
        throw new IllegalArgumentException(
            "tool "
                + name
                + ": the schema of its arguments is missing; call inputSchema(…) or noArguments()");
      }
      return new ToolDefinition(this, inputSchema);
    }
  }
}
