// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.tenant.TenantId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The insider who writes one record today and shows another tomorrow: a ciphertext that AES-GCM
 * opens under two keys, to two plaintexts.
 */
class KeyCommitmentTest {

  private static final CiphertextContext PLACE =
      CiphertextContext.of("test/v1", TenantId.named("acme"), "the record");
  private static final int PADDED = 128;

  private final DataKey shown =
      DataKey.of("shown", "the key that is shown on day one".getBytes(UTF_8));
  private final DataKey hidden =
      DataKey.of("hidden", "the key that is for another day!".getBytes(UTF_8));
  private final DataCipher cipher =
      new DataCipher(FixedDataKeys.of(shown, hidden), new FixedSalt(new byte[24]));

  /** A salt under which both plaintexts end in the mark of the padding, and the forgery for it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Forged(byte[] salt, RecordKeys shown, RecordKeys hidden, byte[] sealed) {

    Ciphertext under(String reference, byte[] commitment) {
      return new Ciphertext(
          reference,
          ByteBuffer.allocate(57 + sealed.length)
              .put((byte) 1)
              .put(salt)
              .put(commitment)
              .put(sealed)
              .array());
    }
  }

  private Forged forge() {
    for (long attempt = 0; ; attempt++) {
      byte[] salt = ByteBuffer.allocate(24).putLong(attempt).array();
      RecordKeys one = RecordKeys.derive(shown, salt, PLACE);
      RecordKeys two = RecordKeys.derive(hidden, salt, PLACE);
      TwoKeyForgery forgery = new TwoKeyForgery(one.cipher(), two.cipher());
      if (forgery.agreesOnLastOctet(PADDED / 16)) {
        byte[] text = new byte[PADDED];
        Arrays.fill(text, (byte) '.');
        text[PADDED - 1] = (byte) 0x80;
        return new Forged(salt, one, two, forgery.forge(text));
      }
    }
  }

  @Test
  void gcmAlone_forgedCiphertext_opensUnderBothKeys() {
    Forged forged = forge();

    byte[] one = forged.shown().cipher().decrypt(forged.sealed(), 0).orElseThrow();
    byte[] two = forged.hidden().cipher().decrypt(forged.sealed(), 0).orElseThrow();

    assertThat(one).isNotEqualTo(two);
    assertThat(LengthBuckets.unpad(one)).isPresent();
    assertThat(LengthBuckets.unpad(two)).isPresent();
  }

  @Test
  void open_forgedCiphertext_opensUnderTheKeyItCommitsToAndNoOther() {
    Forged forged = forge();
    byte[] toShown = forged.shown().commitment();
    byte[] toHidden = forged.hidden().commitment();
    Opening refused = new Opening.Refused(OpeningFault.COMMITMENT_MISMATCH);

    assertThat(cipher.open(PLACE, forged.under("shown", toShown)))
        .isInstanceOf(Opening.Opened.class);
    assertThat(cipher.open(PLACE, forged.under("hidden", toShown))).isEqualTo(refused);
    assertThat(cipher.open(PLACE, forged.under("hidden", toHidden)))
        .isInstanceOf(Opening.Opened.class);
    assertThat(cipher.open(PLACE, forged.under("shown", toHidden))).isEqualTo(refused);
  }
}
