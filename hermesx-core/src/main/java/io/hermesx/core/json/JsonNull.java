// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/** The JSON value {@code null}, which is a value: an absent member is not null. */
public enum JsonNull implements JsonValue {
  /** The only one. */
  INSTANCE;

  @Override
  public JsonKind kind() {
    return JsonKind.NULL;
  }

  @Override
  public String toString() {
    return "null";
  }
}
