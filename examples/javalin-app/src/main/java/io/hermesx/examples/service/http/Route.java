// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One row of the route table: what the server answers and what the OpenAPI document says, from one
 * place.
 *
 * @param verb the HTTP method
 * @param path with parts in braces, such as {@code /v1/sessions/{id}}
 * @param scope what the caller's key must hold: a scope; {@link #ANY_KEY}; or {@link #OPEN}
 * @param summary one line
 * @param queries the query parameters it takes; others are refused
 * @param body the schema of the body, if it takes one
 * @param answers what it answers when all is well, first the usual one
 * @param idempotent whether it takes an {@code Idempotency-Key}
 * @param handler what it does
 */
public record Route(
    Verb verb,
    String path,
    String scope,
    String summary,
    List<Query> queries,
    Optional<Body> body,
    List<Answer> answers,
    boolean idempotent,
    Handler handler) {

  /** Anybody may call it, without a key. */
  public static final String OPEN = "";

  /** Any valid key may call it. */
  public static final String ANY_KEY = "*";

  /** Copies the lists. */
  public Route {
    queries = List.copyOf(queries);
    answers = List.copyOf(answers);
  }

  /** The row's name, such as {@code POST /v1/sessions}. */
  public String name() {
    return verb + " " + path;
  }

  /** Starts a GET. */
  public static Builder get(String path) {
    return new Builder(Verb.GET, path);
  }

  /** Starts a POST. */
  public static Builder post(String path) {
    return new Builder(Verb.POST, path);
  }

  /** Starts a PUT. */
  public static Builder put(String path) {
    return new Builder(Verb.PUT, path);
  }

  /** Starts a PATCH. */
  public static Builder patch(String path) {
    return new Builder(Verb.PATCH, path);
  }

  /** Starts a DELETE. */
  public static Builder delete(String path) {
    return new Builder(Verb.DELETE, path);
  }

  /**
   * A query parameter.
   *
   * @param name its name
   * @param description what it does
   * @param schema its schema, for the document
   */
  public record Query(String name, String description, JsonObject schema) {}

  /**
   * A body.
   *
   * @param schema as the document shows it
   * @param check the same, compiled
   */
  public record Body(JsonObject schema, JsonSchema check) {}

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param contentType the media type; empty for no body
   * @param description one line
   * @param schema the schema of the body
   */
  public record Answer(int status, String contentType, String description, JsonObject schema) {}

  /** Describes a route. Not thread-safe. */
  public static final class Builder {

    private final Verb verb;
    private final String path;
    private final List<Query> queries = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private String scope = ANY_KEY;
    private String summary = "";
    private Optional<Body> body = Optional.empty();
    private boolean idempotent;

    private Builder(Verb verb, String path) {
      this.verb = verb;
      this.path = path;
    }

    /** The scope the caller needs. Default: any valid key will do. */
    public Builder scope(String value) {
      this.scope = value;
      return this;
    }

    /** Needs no key. */
    public Builder open() {
      this.scope = OPEN;
      return this;
    }

    /** One line about it. Required. */
    public Builder summary(String value) {
      this.summary = value;
      return this;
    }

    /** Takes a query parameter. */
    public Builder query(String name, String description, JsonObject schema) {
      queries.add(new Query(name, description, schema));
      return this;
    }

    /** Takes a body that fits this JSON Schema of an object. */
    public Builder body(JsonObject schema) {
      this.body = Optional.of(new Body(schema, JsonSchema.compile(schema)));
      return this;
    }

    /** Takes an Idempotency-Key. */
    public Builder idempotent() {
      this.idempotent = true;
      return this;
    }

    /** Answers JSON. At least one answer is required. */
    public Builder answers(int status, String description, JsonObject schema) {
      answers.add(new Answer(status, "application/json", description, schema));
      return this;
    }

    /** Answers something else; an empty type means no body. */
    public Builder answersAs(int status, String contentType, String description) {
      answers.add(new Answer(status, contentType, description, JsonObject.empty()));
      return this;
    }

    /** Says what it does, and builds it. */
    public Route handledBy(Handler handler) {
      if (summary.isEmpty() || answers.isEmpty()) {
        throw new IllegalStateException(verb + " " + path + " needs a summary and an answer");
      }
      return new Route(verb, path, scope, summary, queries, body, answers, idempotent, handler);
    }
  }
}
