// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.SchemaLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The validator of networknt, set up so that it reads no file or network, matches in linear time,
 * knows our formats only, and keeps its own messages to itself: they repeat values.
 */
final class SchemaValidator {

  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          .formats(
              formats -> {
                formats.clear();
                Arrays.stream(SchemaFormat.values())
                    .forEach(format -> formats.put(format.word(), new Adapted(format)));
              })
          .build();

  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .formatAssertionsEnabled(true)
          .regularExpressionFactory(SchemaValidator::pattern)
          .messageSource((key, fallback, locale, arguments) -> key)
          .locale(Locale.ROOT)
          .build();

  private static final ExecutionConfig EXECUTION =
      ExecutionConfig.builder().locale(Locale.ROOT).formatAssertionsEnabled(true).build();

  private final Schema schema;

  /** Takes a schema that {@link SchemaCheck} has found good. */
  SchemaValidator(JsonObject checked) {
    SchemaRegistry registry =
        SchemaRegistry.withDialect(
            DIALECT,
            builder ->
                builder
                    .schemaRegistryConfig(CONFIG)
                    .schemaLoader(
                        new SchemaLoader(List.of(), List.of(), iri -> false, iri -> true)));
    schema = registry.getSchema(JacksonTree.of(checked));
    schema.initializeValidators();
  }

  /**
   * The errors of a value, none when it is valid.
   *
   * @throws EvaluationLimitException when that takes too long to find out
   */
  List<Error> errors(JsonValue value) {
    BoundedEvaluation evaluation = new BoundedEvaluation(EXECUTION);
    try {
      schema.validate(evaluation, JacksonTree.of(value));
    } catch (SchemaException e) {
      throw new EvaluationLimitException("a text is too long for its pattern");
    }
    return evaluation.getErrors();
  }

  /** A limit leaves as the validator's own exception, the only one it passes on without logging. */
  private static RegularExpression pattern(String pattern) {
    LinearPattern compiled = LinearPattern.compile(pattern);
    return text -> {
      try {
        return compiled.find(text);
      } catch (EvaluationLimitException e) {
        throw new SchemaException(e.getMessage());
      }
    };
  }

  /** A format of ours as one of the validator's. */
  private record Adapted(SchemaFormat format) implements Format {

    @Override
    public String getName() {
      return format.word();
    }

    @Override
    public boolean matches(ExecutionContext evaluation, SchemaContext schema, JsonNode value) {
      if (value.isTextual()) {
        return format.fits(value.textValue());
      }
      return !value.isNumber() || format.fits(value.doubleValue());
    }
  }
}
