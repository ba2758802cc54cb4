// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonObject;

/**
 * The pin of a tool: a digest over everything in its definition that a model or a reviewer relies
 * on. A definition that changes in any of it has another pin, so approvals and catalogue entries
 * made for the old one no longer hold.
 *
 * <p>Format v1, frozen (docs/reference/formats.md): {@code SHA-256("hermesx/tool-pin/v1" || 0x00 ||
 * JCS(definition))}.
 *
 * @param digest the digest
 */
public record ToolPin(Sha256 digest) {

  private static final String DOMAIN = "hermesx/tool-pin/v1";

  static ToolPin of(JsonObject definition) {
    return new ToolPin(Sha256.of(DOMAIN, definition.canonicalBytes()));
  }

  @Override
  public String toString() {
    return digest.hex();
  }
}
