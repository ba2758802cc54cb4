// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.secret.DataKey;
import io.hermesx.core.secret.DataKeys;
import io.hermesx.core.secret.MemoryDataKeys;
import io.hermesx.core.secret.Opening;
import io.hermesx.core.secret.OpeningFault;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.SystemSources;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks on the bodies of the log (areas A2 to A5, A11, A12 of the threat list), each beside what
 * opens without it. Whoever changes a claim changes the header, which the log then does not take;
 * these tests change it all the same, to see that key and place hold alone.
 */
class AuditBodyCipherTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final UUID EVENT = UUID.fromString("01939e4a-7c00-7000-8000-000000000001");
  private static final UUID LATER = UUID.fromString("01939e4a-7c00-7000-8000-000000000002");
  private static final BodyPlace PLACE = new BodyPlace(ACME, "example/" + ACME, EVENT);
  private static final byte[] TEXT = "{\"order\":\"4711\"}".getBytes(UTF_8);
  private static final Opening OPENED = new Opening.Opened(TEXT);
  private static final Opening CHANGED = new Opening.Refused(OpeningFault.CIPHERTEXT_CHANGED);
  private static final Opening MISMATCH = new Opening.Refused(OpeningFault.COMMITMENT_MISMATCH);

  private final DataKeys keys = new OneKeyForAll(DataKey.of("all", filled(1)));
  private final AuditBodyCipher cipher = new AuditBodyCipher(keys, SystemSources.random());
  private final AuditBody body = seal(PLACE, "/arguments", TEXT);

  /** The worst a host can do: one key for all tenants, so that only the place keeps them apart. */
  private record OneKeyForAll(DataKey current) implements DataKeys {

    @Override
    public DataKey current(TenantId tenant) {
      return current;
    }

    @Override
    public Optional<DataKey> find(TenantId tenant, String reference) {
      return Optional.of(current).filter(key -> key.reference().equals(reference));
    }
  }

  private static byte[] filled(int octet) {
    byte[] octets = new byte[32];
    Arrays.fill(octets, (byte) octet);
    return octets;
  }

  private AuditBody seal(BodyPlace place, String path, byte[] plaintext) {
    return cipher.seal(place, path, "application/json", plaintext);
  }

  @Test
  void open_sealedBody_isThePlaintext() {
    assertThat(cipher.open(PLACE, body)).isEqualTo(OPENED);
    assertThat(body.isIntact()).isTrue();
    assertThat(body.claim().keyReference()).isEqualTo("all");
    assertThat(body.claim().length()).isEqualTo(body.ciphertext().length);
  }

  @Test
  void a2_anyBitOfTheCiphertextFlipped_isSeenWithoutAKeyAndWithOne() {
    for (int bit = 0; bit < body.ciphertext().length * 8; bit++) {
      byte[] octets = body.ciphertext().clone();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      AuditBody changed = new AuditBody(body.claim(), octets);
      AuditBody hidden = new AuditBody(claim(octets, body.claim().keyCommitment()), octets);

      assertThat(changed.isIntact()).isFalse();
      assertThat(cipher.open(PLACE, changed)).isEqualTo(CHANGED);
      assertThat(hidden.isIntact()).isTrue();
      assertThat(cipher.open(PLACE, hidden)).isInstanceOf(Opening.Refused.class);
    }
  }

  @Test
  void a2_ciphertextCutOrExtended_isSeen() {
    for (int length = 0; length < 300; length++) {
      AuditBody changed = new AuditBody(body.claim(), Arrays.copyOf(body.ciphertext(), length));

      assertThat(cipher.open(PLACE, changed))
          .isEqualTo(length == body.ciphertext().length ? OPENED : CHANGED);
    }
  }

  @Test
  void a2_otherLengthClaimed_isSeen() {
    BodyClaim claim = body.claim();
    BodyClaim longer =
        new BodyClaim(
            claim.path(),
            claim.media(),
            claim.digest(),
            claim.length() + 1,
            claim.keyReference(),
            claim.keyCommitment());

    assertThat(cipher.open(PLACE, new AuditBody(longer, body.ciphertext()))).isEqualTo(CHANGED);
  }

  @Test
  void a3_bodiesOfTwoEventsSwapped_areRefused() {
    BodyPlace later = new BodyPlace(ACME, PLACE.origin(), LATER);
    AuditBody other = seal(later, "/arguments", TEXT);

    assertThat(cipher.open(later, other)).isEqualTo(OPENED);
    assertThat(cipher.open(PLACE, new AuditBody(body.claim(), other.ciphertext())))
        .isEqualTo(CHANGED);
    assertThat(cipher.open(PLACE, other)).isEqualTo(MISMATCH);
    assertThat(cipher.open(later, body)).isEqualTo(MISMATCH);
  }

  @Test
  void a4_bodiesOfTwoTenantsSwapped_areRefused() {
    BodyPlace foreign = new BodyPlace(OTHER, PLACE.origin(), EVENT);
    BodyPlace elsewhere = new BodyPlace(ACME, "elsewhere/" + ACME, EVENT);

    assertThat(cipher.open(foreign, seal(foreign, "/arguments", TEXT))).isEqualTo(OPENED);
    assertThat(cipher.open(foreign, body)).isEqualTo(MISMATCH);
    assertThat(cipher.open(elsewhere, seal(elsewhere, "/arguments", TEXT))).isEqualTo(OPENED);
    assertThat(cipher.open(elsewhere, body)).isEqualTo(MISMATCH);
  }

  /** Its claims fit together; the header that makes them is another one, and the log says so. */
  @Test
  void a5_bodyReplacedWithItsClaim_makesAnotherHeader() {
    AuditBody replaced = seal(PLACE, "/arguments", "{}".getBytes(UTF_8));

    assertThat(cipher.open(PLACE, replaced)).isInstanceOf(Opening.Opened.class);
    assertThat(cipher.open(PLACE, new AuditBody(body.claim(), replaced.ciphertext())))
        .isEqualTo(CHANGED);
    assertThat(replaced.claim().toJson().canonical())
        .isNotEqualTo(body.claim().toJson().canonical());
  }

  @Test
  void a11_bodyEncryptedAgainUnderAnotherKey_isNotWhatTheHeaderCommitsTo() {
    DataKey second = DataKey.of("all", filled(2));
    AuditBodyCipher later = new AuditBodyCipher(new OneKeyForAll(second), SystemSources.random());
    AuditBody again = later.seal(PLACE, "/arguments", "application/json", TEXT);
    AuditBody hidden =
        new AuditBody(claim(again.ciphertext(), body.claim().keyCommitment()), again.ciphertext());

    assertThat(later.open(PLACE, again)).isEqualTo(OPENED);
    assertThat(later.open(PLACE, new AuditBody(body.claim(), again.ciphertext())))
        .isEqualTo(CHANGED);
    assertThat(later.open(PLACE, hidden)).isEqualTo(MISMATCH);
    assertThat(later.open(PLACE, body)).isEqualTo(MISMATCH);
  }

  @Test
  void a12_bodyMovedToAnotherPath_isRefused() {
    BodyClaim claim = body.claim();
    BodyClaim moved =
        new BodyClaim(
            "/answer",
            claim.media(),
            claim.digest(),
            claim.length(),
            claim.keyReference(),
            claim.keyCommitment());

    assertThat(cipher.open(PLACE, seal(PLACE, "/answer", TEXT))).isEqualTo(OPENED);
    assertThat(cipher.open(PLACE, new AuditBody(moved, body.ciphertext()))).isEqualTo(MISMATCH);
  }

  @Test
  void erasedKey_isSaidAndTheBodyIsStillHeldToItsHeader() {
    MemoryDataKeys erasable = new MemoryDataKeys(SystemSources.random());
    AuditBodyCipher mortal = new AuditBodyCipher(erasable, SystemSources.random());
    AuditBody erased = mortal.seal(PLACE, "/arguments", "application/json", TEXT);
    assertThat(mortal.open(PLACE, erased)).isEqualTo(OPENED);

    erasable.forget(ACME, erased.claim().keyReference());

    assertThat(mortal.open(PLACE, erased))
        .isEqualTo(new Opening.KeyMissing(erased.claim().keyReference()));
    assertThat(erased.isIntact()).isTrue();
    assertThat(mortal.open(PLACE, new AuditBody(erased.claim(), body.ciphertext())))
        .isEqualTo(CHANGED);
  }

  /** The header's own commitment counts, also where nobody has a key to compute it. */
  @Test
  void otherCommitmentClaimed_isRefusedAlsoWithoutTheKey() {
    AuditBody hidden = new AuditBody(claim(body.ciphertext(), Sha256.raw(TEXT)), body.ciphertext());
    AuditBodyCipher keyless =
        new AuditBodyCipher(new MemoryDataKeys(SystemSources.random()), SystemSources.random());

    assertThat(cipher.open(PLACE, hidden)).isEqualTo(MISMATCH);
    assertThat(keyless.open(PLACE, hidden)).isEqualTo(MISMATCH);
    assertThat(keyless.open(PLACE, body)).isEqualTo(new Opening.KeyMissing("all"));
  }

  @Test
  void claim_writtenAndRead_isTheSame() {
    JsonObject row = body.claim().toJson();

    assertThat(BodyClaim.read(row)).contains(body.claim());
    assertThat(row.keys())
        .containsExactlyInAnyOrder("path", "media", "ct_sha256", "len", "dek_ref", "key_commit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"media", "dek_ref", "key_commit"})
  void claim_withoutWhatTheFormatLeavesOpen_isNone(String missing) {
    JsonObject.Builder row = JsonObject.builder();
    body.claim().toJson().members().entrySet().stream()
        .filter(member -> !member.getKey().equals(missing))
        .forEach(member -> row.put(member.getKey(), member.getValue()));

    assertThat(BodyClaim.read(row.build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "arguments", "/a b", "/ä", "/\n", " /a"})
  void seal_pathThatNoHeaderCanSay_isRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seal(PLACE, path, TEXT))
        .withMessageContaining("path of an audit body");
  }

  @Test
  void seal_tokensOfTheLargestSize_areTakenAndOneMoreIsNot() {
    List<String> paths = List.of("/" + "x".repeat(511), "/" + "x".repeat(512));

    assertThat(cipher.open(PLACE, seal(PLACE, paths.get(0), TEXT))).isEqualTo(OPENED);
    assertThatIllegalArgumentException().isThrownBy(() -> seal(PLACE, paths.get(1), TEXT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cipher.seal(PLACE, "/a", "text/plain; charset=utf-8", TEXT))
        .withMessageContaining("media type");
  }

  private BodyClaim claim(byte[] octets, Sha256 commitment) {
    return new BodyClaim(
        body.claim().path(),
        body.claim().media(),
        AuditBody.digest(octets),
        octets.length,
        body.claim().keyReference(),
        commitment);
  }
}
