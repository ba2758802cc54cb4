// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonSyntaxException;
import io.hermesx.core.json.JsonValue;
import io.hermesx.examples.service.http.Schemas;
import java.util.Base64;

/** Events of the trail as clients see them. */
final class AuditJson {

  /** The schema of an event. */
  static final JsonObject ENTRY =
      Schemas.object(
          "seq",
          Schemas.whole(),
          "event_id",
          Schemas.format("uuid"),
          "leaf",
          Schemas.text("The hash in the tree, hexadecimal."),
          "header",
          Schemas.anyObject(),
          "header_base64",
          Schemas.text("The exact octets that were hashed."));

  private AuditJson() {}

  static JsonObject entry(AuditEntry entry) {
    return JsonObject.builder()
        .put("seq", entry.seq())
        .put("event_id", entry.id().toString())
        .put("leaf", entry.leaf().hex())
        .put("header", header(entry.header()))
        .put("header_base64", base64(entry.header()))
        .build();
  }

  static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  /** A header that was tampered with may be no JSON: then only its octets are shown. */
  private static JsonValue header(byte[] octets) {
    try {
      return JsonValue.parse(octets, JsonLimits.STANDARD);
    } catch (JsonSyntaxException e) {
      return JsonObject.of("unreadable", new JsonString("see header_base64"));
    }
  }
}
