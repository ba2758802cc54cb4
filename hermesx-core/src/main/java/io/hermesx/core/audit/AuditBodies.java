// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonSyntaxException;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.secret.Opening;
import io.hermesx.core.secret.OpeningFault;
import io.hermesx.core.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the encrypted payload of events that are in a log. What comes out is what was sealed for
 * this event, at this path, under the header as it stands; whether the header is the one that was
 * written, a verification of the log tells. Thread-safe; blocks on the log and the keys.
 */
public final class AuditBodies {

  private final AuditLog log;
  private final AuditBodyCipher cipher;
  private final String installation;

  /**
   * Creates a reader.
   *
   * @param installation the name that the chain was built with
   */
  public AuditBodies(AuditLog log, AuditBodyCipher cipher, String installation) {
    this.log = log;
    this.cipher = cipher;
    this.installation = AuditOrigin.requireInstallation(installation);
  }

  /**
   * Opens the bodies of an entry.
   *
   * @return by path, in the order of the header: the plaintext, or why there is none; a body that
   *     is not there any more is {@link OpeningFault#CIPHERTEXT_CHANGED}
   */
  public Map<String, Opening> open(TenantId tenant, AuditEntry entry) {
    BodyPlace place =
        new BodyPlace(tenant, AuditOrigin.of(installation, tenant).text(), entry.id());
    List<EventBody> kept = log.bodies(tenant, Set.of(entry.id()));
    Map<String, Opening> opened = new LinkedHashMap<>();
    for (JsonValue row : rows(entry)) {
      BodyClaim.read((JsonObject) row)
          .ifPresent(claim -> opened.put(claim.path(), open(place, claim, kept)));
    }
    return opened;
  }

  private Opening open(BodyPlace place, BodyClaim claim, List<EventBody> kept) {
    return kept.stream()
        .filter(body -> body.path().equals(claim.path()))
        .findFirst()
        .map(body -> cipher.open(place, new AuditBody(claim, body.ciphertext())))
        .orElse(new Opening.Refused(OpeningFault.CIPHERTEXT_CHANGED));
  }

  private static List<JsonValue> rows(AuditEntry entry) {
    try {
      JsonObject header = (JsonObject) JsonValue.parse(entry.header(), JsonLimits.STANDARD);
      Optional<JsonValue> body = header.find("body");
      return body.map(rows -> ((JsonArray) rows).items()).orElse(List.of());
    } catch (JsonSyntaxException e) {
      return List.of(); // no header: verifying the log says so
    }
  }
}
