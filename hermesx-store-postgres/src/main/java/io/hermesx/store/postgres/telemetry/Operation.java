// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/**
 * What is told of a statement, under the names of the semantic conventions: the same whatever its
 * parameters are. Immutable.
 *
 * @param summary the span's name
 * @param told the span's attributes
 * @param measured the attributes of the measurement: those of the span without the text
 * @param commits whether a commit travels behind it
 */
record Operation(String summary, Attributes told, Attributes measured, boolean commits) {

  static final String COMMIT = "commit";
  static final String ROLLBACK = "rollback";

  static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
  static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
  static final AttributeKey<String> NAME = AttributeKey.stringKey("db.operation.name");
  static final AttributeKey<String> TABLE = AttributeKey.stringKey("db.collection.name");
  static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("db.stored_procedure.name");
  static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");

  /**
   * Returns what is told of a statement.
   *
   * @param place where the server is
   */
  static Operation of(String sql, Attributes place) {
    QuerySummary query = QuerySummary.of(sql);
    AttributesBuilder attributes =
        place.toBuilder()
            .put(SUMMARY, query.text())
            .put(NAME, query.operation())
            .put(TABLE, query.table())
            .put(FUNCTION, query.function());
    Attributes measured = attributes.build();
    boolean commits = sql.equals(COMMIT) || sql.endsWith("; " + COMMIT);
    return new Operation(query.text(), attributes.put(TEXT, sql).build(), measured, commits);
  }

  /** The same statement with several sets of parameters at once. */
  Operation batch(int size) {
    if (size == 1) {
      return this;
    }
    String batch = "BATCH " + summary;
    return new Operation(
        batch,
        named(told, batch).toBuilder().put(BATCH_SIZE, (long) size).build(),
        named(measured, batch),
        commits);
  }

  private static Attributes named(Attributes attributes, String summary) {
    AttributesBuilder builder = attributes.toBuilder().put(SUMMARY, summary);
    String name = attributes.get(NAME);
    return name == null ? builder.build() : builder.put(NAME, "BATCH " + name).build();
  }
}
