// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.audit.AuditBody;
import io.hermesx.core.audit.AuditBodyCipher;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.BodyPlace;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.time.Instants;
import java.util.List;
import java.util.Optional;

/**
 * Turns events into headers without their place, and seals their payload. Thread-safe; blocks only
 * where data keys have to be fetched.
 */
public final class Preparation {

  private static final JsonValue VERSION_1 = JsonNumber.of(1);
  private static final String BODY = "body";
  private static final int MOST_BODIES = 16;

  private final String installation;
  private final Optional<AuditBodyCipher> cipher;

  /**
   * @param installation the name of the installation
   * @param cipher seals payload; empty where events must have none
   */
  public Preparation(String installation, Optional<AuditBodyCipher> cipher) {
    this.installation = installation;
    this.cipher = cipher;
  }

  /**
   * Returns the octets of an event that a host made, as {@link #prepare}.
   *
   * @throws IllegalArgumentException also if its type is one that only the chain itself makes
   */
  public PreparedEvent ofHost(AuditEvent event) {
    String type = event.fields().string("type");
    if (HeaderFormat.isOfChain(type)) {
      throw new IllegalArgumentException(
          "audit events of the type "
              + type
              + " are made by the chain alone; give the event a type that does not begin with"
              + " audit.log. or audit.key.");
    }
    return prepare(event);
  }

  /**
   * Returns the octets that will be hashed, but for the place, and the sealed payload.
   *
   * @throws IllegalArgumentException if the header would be larger than 8 KiB or holds what the
   *     format does not allow, or there is payload that cannot be sealed
   */
  public PreparedEvent prepare(AuditEvent event) {
    List<AuditBody> bodies = seal(event);
    HeaderValues values = new HeaderValues(HeaderFormat.STAGED);
    values.put(HeaderFormat.VERSION, VERSION_1);
    values.put(HeaderFormat.EVENT_ID, new JsonString(event.id().toString()));
    values.put(HeaderFormat.AT, JsonNumber.of(Instants.toMicros(event.at())));
    if (!bodies.isEmpty()) {
      values.put(BODY, JsonArray.of(bodies.stream().map(body -> body.claim().toJson()).toList()));
    }
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
    List<EventBody> kept =
        bodies.stream()
            .map(body -> new EventBody(event.id(), body.claim().path(), body.ciphertext()))
            .toList();
    return new PreparedEvent(event.tenant(), event.id(), octets, kept);
  }

  private List<AuditBody> seal(AuditEvent event) {
    List<AuditEvent.Payload> payloads = event.payloads();
    if (payloads.isEmpty()) {
      return List.of();
    }
    AuditBodyCipher sealing =
        cipher.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "an audit event has a body and the chain has no data keys; call bodies(...)"
                        + " when the chain is built"));
    long paths = payloads.stream().map(AuditEvent.Payload::path).distinct().count();
    if (payloads.size() > MOST_BODIES || paths < payloads.size()) {
      throw new IllegalArgumentException(
          "an audit event has "
              + payloads.size()
              + " bodies with "
              + paths
              + " paths, allowed: up to "
              + MOST_BODIES
              + ", each with a path of its own");
    }
    String origin = AuditOrigin.of(installation, event.tenant()).text();
    BodyPlace place = new BodyPlace(event.tenant(), origin, event.id());
    return payloads.stream()
        .map(one -> sealing.seal(place, one.path(), one.media(), one.octets()))
        .toList();
  }

  private static IllegalArgumentException unknownField(String name) {
    return new IllegalArgumentException(
        "an audit event has the field "
            + (HeaderTable.isName(name) ? name : "(not a name)")
            + ", which is none that an event may set; allowed are those of the header format"
            + " (docs/reference/formats.md), others go into detail");
  }
}
