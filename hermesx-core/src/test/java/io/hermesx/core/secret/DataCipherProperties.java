// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.SystemSources;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DataCipherProperties {

  private static final CiphertextContext PLACE =
      CiphertextContext.of("test/v1", TenantId.named("acme"), "the record");

  private final MemoryDataKeys keys = new MemoryDataKeys(SystemSources.random());
  private final DataCipher cipher = new DataCipher(keys, SystemSources.random());

  @Property(tries = 500)
  void open_anyPlaintextSealed_isThatPlaintext(@ForAll byte[] plaintext) {
    Ciphertext sealed = cipher.seal(PLACE, plaintext);

    assertThat(cipher.open(PLACE, sealed)).isEqualTo(new Opening.Opened(plaintext));
    assertThat(sealed.octets()).hasSize(Ciphertext.length(plaintext.length));
  }

  @Property(tries = 200)
  void length_ofACiphertext_dependsOnTheBucketOnly(
      @ForAll long seed, @ForAll @IntRange(max = 20_000) int length) {
    byte[] plaintext = new byte[length];
    new Random(seed).nextBytes(plaintext);

    int octets = cipher.seal(PLACE, plaintext).octets().length;

    assertThat(octets).isEqualTo(73 + bucket(length));
  }

  private static int bucket(int length) {
    for (int bucket = 64; bucket <= 1_024; bucket *= 2) {
      if (length < bucket) {
        return bucket;
      }
    }
    return (length / 1_024 + 1) * 1_024;
  }

  @Property(tries = 200)
  void seal_sameTwice_differsInAllButVersion(@ForAll @Size(max = 200) byte[] plaintext) {
    byte[] one = cipher.seal(PLACE, plaintext).octets();
    byte[] two = cipher.seal(PLACE, plaintext).octets();

    assertThat(part(one, 1, 25)).isNotEqualTo(part(two, 1, 25));
    assertThat(part(one, 25, 57)).isNotEqualTo(part(two, 25, 57));
    assertThat(part(one, 57, one.length)).isNotEqualTo(part(two, 57, two.length));
  }

  private static byte[] part(byte[] octets, int from, int to) {
    return Arrays.copyOfRange(octets, from, to);
  }

  @Property(tries = 2_000)
  void open_anyOctets_neverThrowsAndOpensNothing(@ForAll byte[] octets, @ForAll boolean known) {
    String reference = known ? keys.current(PLACE.tenant()).reference() : "unknown";

    assertThat(cipher.open(PLACE, new Ciphertext(reference, octets)))
        .isNotInstanceOf(Opening.Opened.class);
  }

  /** Octets that look right as far as anybody sees without the key. */
  @Property(tries = 1_000)
  void open_anyOctetsOfTheRightShape_areRefused(
      @ForAll long seed, @ForAll @IntRange(max = 3_000) int length) {
    byte[] octets = new byte[Ciphertext.length(length)];
    new Random(seed).nextBytes(octets);
    octets[0] = 1;
    String reference = keys.current(PLACE.tenant()).reference();

    assertThat(cipher.open(PLACE, new Ciphertext(reference, octets)))
        .isEqualTo(new Opening.Refused(OpeningFault.COMMITMENT_MISMATCH));
  }
}
