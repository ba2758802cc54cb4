// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.json.JsonValue;

/**
 * What a value of the header format may be. Each shape knows the one spelling of its values, so a
 * header that is read without complaint is canonical (RFC 8785) by construction, and no second
 * spelling of it is read.
 */
sealed interface HeaderShape
    permits HeaderLeaf, HeaderScalar, HeaderRows, HeaderTable, HeaderMembers {

  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException if the value does not have this shape
   */
  void write(JsonValue value, HeaderWriter out);

  /**
   * Reads over a value.
   *
   * @throws HeaderRefusedException if there is no value of this shape in its one spelling
   */
  void read(HeaderReader in);
}
