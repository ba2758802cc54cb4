// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.time.Instants;

/** Turns an event into the header without its place. */
public final class Preparation {

  private static final JsonValue VERSION_1 = JsonNumber.of(1);

  private Preparation() {}

  /**
   * Returns the octets that will be hashed, but for the place.
   *
   * @throws IllegalArgumentException if the header would be larger than 8 KiB or holds what the
   *     format does not allow
   */
  public static PreparedEvent prepare(AuditEvent event) {
    HeaderValues values = new HeaderValues(HeaderFormat.STAGED);
    values.put(HeaderFormat.VERSION, VERSION_1);
    values.put(HeaderFormat.EVENT_ID, new JsonString(event.id().toString()));
    values.put(HeaderFormat.AT, JsonNumber.of(Instants.toMicros(event.at())));
    event
        .fields()
        .members()
        .forEach(
            (name, value) -> {
              if (!values.put(name, value)) {
                throw unknownField(name);
              }
            });
    HeaderWriter out = new HeaderWriter();
    values.write(out);
    byte[] octets = out.toOctets(HeaderFormat.MOST_STAGED_OCTETS);
    return new PreparedEvent(event.tenant(), event.id(), octets);
  }

  private static IllegalArgumentException unknownField(String name) {
    return new IllegalArgumentException(
        "an audit event has the field "
            + (HeaderTable.isName(name) ? name : "(not a name)")
            + ", which is none that an event may set; allowed are those of the header format"
            + " (docs/reference/formats.md), others go into detail");
  }
}
