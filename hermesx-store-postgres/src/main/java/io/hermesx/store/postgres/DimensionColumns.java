// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** A column for each dimension, such as {@code dim_user}; empty where there is no value. */
final class DimensionColumns {

  private final Map<Dimension, Field<String>> columns = new EnumMap<>(Dimension.class);

  DimensionColumns(String prefix) {
    for (Dimension dimension : Dimension.values()) {
      String name = prefix + "_" + dimension.name().toLowerCase(Locale.ROOT);
      columns.put(dimension, DSL.field(DSL.name(name), SQLDataType.CLOB));
    }
  }

  /** The columns in the order of {@link Dimension}. */
  Collection<Field<String>> all() {
    return columns.values();
  }

  Map<Field<?>, @Nullable Object> of(Dimensions dimensions) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    columns.forEach(
        (dimension, column) ->
            row.put(column, ExactText.toStoredOrNull(dimensions.find(dimension).orElse(null))));
    return row;
  }

  Dimensions read(Record row) {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    columns.forEach(
        (dimension, column) -> {
          String stored = row.get(column);
          if (stored != null) {
            values.put(dimension, ExactText.fromStored(stored));
          }
        });
    return new Dimensions(values);
  }

  /** The row has every value that the pattern names. */
  Condition matches(Dimensions pattern) {
    Condition all = DSL.noCondition();
    for (Map.Entry<Dimension, Field<String>> column : columns.entrySet()) {
      all =
          pattern
              .find(column.getKey())
              .map(wanted -> column.getValue().eq(ExactText.toStored(wanted)))
              .map(all::and)
              .orElse(all);
    }
    return all;
  }
}
