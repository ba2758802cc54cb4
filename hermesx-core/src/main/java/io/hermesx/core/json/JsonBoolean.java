// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/** A JSON {@code true} or {@code false}. */
public enum JsonBoolean implements JsonValue {
  /** The JSON value {@code true}. */
  TRUE,
  /** The JSON value {@code false}. */
  FALSE;

  /** The JSON value of a Java boolean. */
  public static JsonBoolean of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The Java value. */
  public boolean value() {
    return this == TRUE;
  }

  @Override
  public JsonKind kind() {
    return JsonKind.BOOLEAN;
  }

  @Override
  public String toString() {
    return value() ? "true" : "false";
  }
}
