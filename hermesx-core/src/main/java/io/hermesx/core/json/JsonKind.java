// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/** The six kinds of JSON value. */
public enum JsonKind {
  /** Members by key: {@link JsonObject}. */
  OBJECT("an object"),
  /** An ordered list: {@link JsonArray}. */
  ARRAY("an array"),
  /** Unicode text: {@link JsonString}. */
  STRING("a string"),
  /** An IEEE 754 double: {@link JsonNumber}. */
  NUMBER("a number"),
  /** True or false: {@link JsonBoolean}. */
  BOOLEAN("a boolean"),
  /** The null value: {@link JsonNull}. */
  NULL("null");

  private final String phrase;

  JsonKind(String phrase) {
    this.phrase = phrase;
  }

  /** This kind as it reads in a sentence after "is". */
  String phrase() {
    return phrase;
  }
}
