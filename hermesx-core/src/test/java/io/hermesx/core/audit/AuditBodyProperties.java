// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.secret.MemoryDataKeys;
import io.hermesx.core.secret.Opening;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.SystemSources;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AuditBodyProperties {

  private static final TenantId ACME = TenantId.named("acme");

  private final AuditBodyCipher cipher =
      new AuditBodyCipher(new MemoryDataKeys(SystemSources.random()), SystemSources.random());

  private static BodyPlace place(long id) {
    return new BodyPlace(ACME, "example/" + ACME, new UUID(0x7000, id));
  }

  @Property(tries = 300)
  void open_anyPayloadSealed_isThatPayload(@ForAll byte[] payload, @ForAll long event) {
    AuditBody body = cipher.seal(place(event), "/p", "m", payload);

    assertThat(cipher.open(place(event), body)).isEqualTo(new Opening.Opened(payload));
    assertThat(cipher.open(place(event + 1), body)).isInstanceOf(Opening.Refused.class);
  }

  /** What is claimed is what the page allows in a header. */
  @Property(tries = 100)
  void claim_ofAnyPayload_isAllowedInAHeader(@ForAll byte[] payload) throws Exception {
    JsonObject row = cipher.seal(place(1), "/p", "application/json", payload).claim().toJson();

    assertThat(new FormatPage().allows("body", JsonArray.of(List.of(row)))).isTrue();
  }

  @Property(tries = 300)
  void seal_sameTwice_hasNothingInCommonButItsLength(@ForAll @Size(max = 100) byte[] payload) {
    BodyClaim one = cipher.seal(place(1), "/p", "m", payload).claim();
    BodyClaim two = cipher.seal(place(1), "/p", "m", payload).claim();

    assertThat(one.digest()).isNotEqualTo(two.digest());
    assertThat(one.keyCommitment()).isNotEqualTo(two.keyCommitment());
    assertThat(one.length()).isEqualTo(two.length());
  }

  @Property(tries = 1_000)
  void open_anyOctets_neverThrowsAndOpensNothing(@ForAll byte[] octets, @ForAll boolean claimed) {
    AuditBody body = cipher.seal(place(1), "/p", "m", new byte[] {1});
    BodyClaim claim = body.claim();
    BodyClaim other =
        new BodyClaim(
            claim.path(),
            claim.media(),
            AuditBody.digest(octets),
            octets.length,
            claim.keyReference(),
            claim.keyCommitment());

    assertThat(cipher.open(place(1), new AuditBody(claimed ? other : claim, octets)))
        .isInstanceOf(Opening.Refused.class);
  }

  @Property(tries = 300)
  void open_anyOctetChanged_isRefused(
      @ForAll @IntRange(max = 136) int at, @ForAll @IntRange(min = 1, max = 255) int change) {
    AuditBody body = cipher.seal(place(1), "/p", "m", new byte[] {1});
    byte[] octets = Arrays.copyOf(body.ciphertext(), body.ciphertext().length);
    octets[at] ^= (byte) change;

    assertThat(cipher.open(place(1), new AuditBody(body.claim(), octets)))
        .isInstanceOf(Opening.Refused.class);
  }
}
