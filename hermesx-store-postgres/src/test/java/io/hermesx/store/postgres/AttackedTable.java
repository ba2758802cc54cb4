// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table with a row of two tenants, and how an attack names what is in it.
 *
 * @param name with its schema
 * @param columns those that an insert can name
 * @param key the columns of the primary key
 * @param column one that an update can try
 * @param json the rows of the attacked tenant and of the attacker, and one that is not there
 * @param attacked the tenant {@code $A}
 * @param attacker the tenant {@code $B}
 */
record AttackedTable(
    String name,
    String columns,
    String key,
    String column,
    List<String> json,
    UUID attacked,
    UUID attacker) {

  private static final String NOBODY = "00000000-0000-7000-8000-0000000000ff";
  private static final Pattern VALUE = Pattern.compile("\"([a-z_]+)\": \"([^\"]{16,})\"");

  /** The name without its schema. */
  String plain() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** The text of an attack, for this table or its twin. */
  String text(String template, String target) {
    return template
        .replace("$TABLE", target)
        .replace("$PLAIN", plain())
        .replace("$COLUMNS_B", columns.replaceFirst("\\btenant_id\\b", "'" + attacker + "'::uuid"))
        .replace("$COLUMNS", columns)
        .replace("$COLUMN", column)
        .replace("$KEY", key)
        .replace("$ROW_A", row(target, 0, attacked))
        .replace("$ROW_B", row(target, 1, attacker))
        .replace("$FRESH_A", row(target, 2, attacked))
        .replace("$FRESH_B", row(target, 2, attacker))
        .replace("$MIXED_B", row(target, 0, attacker))
        .replace("$JSON_A", json.get(0).replace("'", "''"))
        .replace("$JSON_N", json.get(2).replace("'", "''"))
        .replace("$A", attacked.toString())
        .replace("$B", attacker.toString())
        .replace("$N", NOBODY);
  }

  /** What only the attacked tenant knows of its row. */
  Stream<String> secrets() {
    Matcher values = VALUE.matcher(json.get(0));
    return values
        .results()
        .filter(value -> !value.group(1).equals("tenant_id") && !value.group(2).contains("T"))
        .map(value -> value.group(2).replaceFirst("^\\\\\\\\x", ""));
  }

  private String row(String target, int which, UUID tenant) {
    return String.format(
        "(%1$s) overriding system value select %1$s from jsonb_populate_record(null::%2$s,"
            + " '%3$s'::jsonb || '{\"tenant_id\": \"%4$s\"}')",
        columns, target, json.get(which).replace("'", "''"), tenant);
  }
}
