// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.SystemSources;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on a ciphertext; the positive control of each is that it opens without the change. */
class DataCipherTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final CiphertextContext PLACE = CiphertextContext.of("test/v1", ACME, "ab", "c");
  private static final byte[] TEXT = "the plaintext".getBytes(UTF_8);

  private final DataKey one = DataKey.of("one", filled(1));
  private final DataKey two = DataKey.of("two", filled(2));
  private final DataCipher cipher =
      new DataCipher(FixedDataKeys.of(one, two), SystemSources.random());
  private final Ciphertext sealed = cipher.seal(PLACE, TEXT);

  private static byte[] filled(int octet) {
    byte[] octets = new byte[32];
    Arrays.fill(octets, (byte) octet);
    return octets;
  }

  @Test
  void open_whatWasSealed_isThePlaintext() {
    assertThat(cipher.open(PLACE, sealed)).isEqualTo(new Opening.Opened(TEXT));
    assertThat(cipher.open(CiphertextContext.of("test/v1", ACME, "ab", "c"), sealed))
        .isEqualTo(new Opening.Opened(TEXT));
  }

  @Test
  void open_anyBitFlipped_isRefused() {
    for (int bit = 0; bit < sealed.octets().length * 8; bit++) {
      byte[] octets = sealed.octets().clone();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      OpeningFault expected =
          bit / 8 == 0
              ? OpeningFault.VERSION_UNKNOWN
              : bit / 8 < 57 ? OpeningFault.COMMITMENT_MISMATCH : OpeningFault.NOT_AUTHENTIC;

      assertThat(cipher.open(PLACE, new Ciphertext("one", octets)))
          .as("bit %s", bit)
          .isEqualTo(new Opening.Refused(expected));
    }
  }

  @Test
  void open_cutOrExtended_isRefused() {
    byte[] octets = sealed.octets();
    for (int length = 0; length < octets.length + 200; length++) {
      Opening opening = cipher.open(PLACE, new Ciphertext("one", Arrays.copyOf(octets, length)));

      if (length == octets.length) {
        assertThat(opening).isEqualTo(new Opening.Opened(TEXT));
      } else {
        assertThat(opening)
            .isEqualTo(
                new Opening.Refused(
                    length == octets.length + 64 || length == octets.length + 192
                        ? OpeningFault.NOT_AUTHENTIC
                        : OpeningFault.LENGTH_WRONG));
      }
    }
  }

  @Test
  void open_elsewhere_isRefused() {
    List<CiphertextContext> places =
        List.of(
            CiphertextContext.of("test/v2", ACME, "ab", "c"),
            CiphertextContext.of("test/v1", OTHER, "ab", "c"),
            CiphertextContext.of("test/v1", ACME, "a", "bc"),
            CiphertextContext.of("test/v1", ACME, "abc"),
            CiphertextContext.of("test/v1", ACME, "abc", ""),
            CiphertextContext.of("test/v1", ACME, "c", "ab"),
            CiphertextContext.of("test/v1", ACME, "ab"),
            CiphertextContext.of("test/v1", ACME));

    assertThat(places)
        .allSatisfy(
            place ->
                assertThat(cipher.open(place, sealed))
                    .isEqualTo(new Opening.Refused(OpeningFault.COMMITMENT_MISMATCH)));
  }

  @Test
  void open_underAnotherKey_isRefused() {
    assertThat(cipher.open(PLACE, new Ciphertext("two", sealed.octets())))
        .isEqualTo(new Opening.Refused(OpeningFault.COMMITMENT_MISMATCH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "three", "ONE", " ", "\ud800"})
  void open_keyThatIsNotThere_saysSo(String reference) {
    assertThat(cipher.open(PLACE, new Ciphertext(reference, sealed.octets())))
        .isEqualTo(new Opening.KeyMissing(reference));
  }

  /** Who has the key could seal anything; a padding that says the same in two ways is refused. */
  @Test
  void open_sealedWithoutPadding_isRefused() {
    byte[] salt = new byte[24];
    RecordKeys record = RecordKeys.derive(one, salt, PLACE);
    byte[] octets = new byte[57 + 64 + 16];
    octets[0] = 1;
    System.arraycopy(record.commitment(), 0, octets, 25, 32);
    System.arraycopy(record.cipher().encrypt(new byte[64]), 0, octets, 57, 80);

    assertThat(cipher.open(PLACE, new Ciphertext("one", octets)))
        .isEqualTo(new Opening.Refused(OpeningFault.PADDING_WRONG));
    System.arraycopy(record.cipher().encrypt(LengthBuckets.pad(TEXT)), 0, octets, 57, 80);
    assertThat(cipher.open(PLACE, new Ciphertext("one", octets)))
        .isEqualTo(new Opening.Opened(TEXT));
  }

  @Test
  void seal_theLargestPlaintext_opensAndOneMoreIsRefused() {
    byte[] largest = new byte[Ciphertext.MOST_PLAINTEXT];
    Arrays.fill(largest, (byte) 0x80);

    assertThat(cipher.open(PLACE, cipher.seal(PLACE, largest)))
        .isEqualTo(new Opening.Opened(largest));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cipher.seal(PLACE, new byte[Ciphertext.MOST_PLAINTEXT + 1]))
        .withMessageContaining("1048577")
        .withMessageContaining("allowed: 0 to 1048576");
  }

  @Test
  void keyCommitment_ofWhatIsNoCiphertext_isEmpty() {
    assertThat(sealed.keyCommitment()).isPresent();
    assertThat(new Ciphertext("one", new byte[0]).keyCommitment()).isEmpty();
    assertThat(new Ciphertext("one", new byte[137]).keyCommitment()).isEmpty();
  }

  @Test
  void context_ofBrokenText_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CiphertextContext.of("test v1", ACME, "ab"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CiphertextContext.of("test/v1", ACME, "a\ud800"));
  }
}
