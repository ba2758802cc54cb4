// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.docs.Page;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.secret.DerivedDataKeys;
import io.hermesx.core.secret.MasterKey;
import io.hermesx.core.secret.Opening;
import io.hermesx.core.secret.OpeningFault;
import io.hermesx.core.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * The ciphertext example of docs/reference/formats.md, recomputed from the page alone with nothing
 * but the platform, and through the code that the page describes.
 */
class CiphertextPageTest {

  private static final Pattern CODE = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([^|]+) \\|$");

  private final Page page = Page.read("docs/reference/formats.md");
  private final String tenant = page.example("derived-data-key/tenant");
  private final BodyPlace place =
      new BodyPlace(
          TenantId.parse(tenant),
          "audit.example.com/prod/" + tenant,
          UUID.fromString("01939e4a-7c00-7000-8000-000000000000"));

  @Test
  void example_fromThePageAlone_isThatOfThePage() throws GeneralSecurityException {
    byte[] info = join(octets("hermesx/derived-data-key/v1\0"), u64(1), octets(tenant));
    byte[] dataKey = hkdf(hex("derived-data-key/master"), new byte[32], info, 32);
    byte[] context =
        join(
            octets("hermesx/audit/sealed-body/v1\0"),
            part(tenant),
            part(place.origin()),
            part(place.event().toString()),
            part("/arguments"));
    byte[] salt = hex("ciphertext/salt");
    byte[] derived = hkdf(dataKey, salt, join(octets("hermesx/ciphertext/v1\0"), context), 76);
    byte[] commitment = Arrays.copyOfRange(derived, 32, 64);
    byte[] padded =
        Arrays.copyOf(join(octets(page.example("ciphertext/plaintext")), new byte[] {-128}), 64);
    byte[] sealed = gcm(derived, context, padded);

    assertThat(hex(dataKey)).isEqualTo(page.example("derived-data-key/key"));
    assertThat(hex(context)).isEqualTo(page.example("ciphertext/context"));
    assertThat(hex(derived)).isEqualTo(page.example("ciphertext/keys").replace("\n", ""));
    assertThat(hex(join(new byte[] {1}, salt, commitment, sealed)))
        .isEqualTo(page.example("ciphertext/octets"));
  }

  private static byte[] gcm(byte[] derived, byte[] context, byte[] padded)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(derived, 0, 32, "AES"),
        new GCMParameterSpec(128, derived, 64, 12));
    cipher.updateAAD(context);
    return cipher.doFinal(padded);
  }

  @Test
  void body_ofTheExample_isMadeAndOpened() {
    MasterKey master = MasterKey.of(1, hex("derived-data-key/master"));
    AuditBodyCipher cipher =
        new AuditBodyCipher(DerivedDataKeys.of(master), new Given(hex("ciphertext/salt")));
    byte[] plaintext = octets(page.example("ciphertext/plaintext"));

    AuditBody body = cipher.seal(place, "/arguments", "application/json", plaintext);

    assertThat(hex(body.ciphertext())).isEqualTo(page.example("ciphertext/octets"));
    assertThat(body.claim().toJson().canonical()).isEqualTo(page.example("ciphertext/body"));
    BodyClaim claim =
        BodyClaim.read(JsonObject.parseObject(page.example("ciphertext/body"))).orElseThrow();
    assertThat(cipher.open(place, new AuditBody(claim, hex("ciphertext/octets"))))
        .isEqualTo(new Opening.Opened(plaintext));
  }

  @Test
  void claim_ofTheExample_isTheHashOfThePage() {
    byte[] ciphertext = hex("ciphertext/octets");
    byte[] hash =
        NaiveTree.sha256(octets("hermesx/audit/body/v1\0"), u64(ciphertext.length), ciphertext);

    assertThat(page.example("ciphertext/body"))
        .contains(
            "\"ct_sha256\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(hash)
                + "\"");
  }

  @Test
  void codes_ofThePage_areThoseOfTheCode() {
    String section = page.text().substring(page.text().indexOf("\n## Ciphertext v1"));
    Map<String, String> onPage = new LinkedHashMap<>();
    CODE.matcher(section).results().forEach(row -> onPage.put(row.group(1), row.group(2)));

    assertThat(onPage)
        .isEqualTo(
            Arrays.stream(OpeningFault.values())
                .collect(Collectors.toMap(OpeningFault::code, OpeningFault::explanation)));
    assertThat(List.copyOf(onPage.keySet()))
        .isEqualTo(Arrays.stream(OpeningFault.values()).map(OpeningFault::code).toList());
  }

  /** At most three blocks, which is what the examples need. */
  private static byte[] hkdf(byte[] key, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    byte[] extracted = hmac(salt, key);
    byte[] one = hmac(extracted, info, new byte[] {1});
    byte[] two = hmac(extracted, one, info, new byte[] {2});
    byte[] three = hmac(extracted, two, info, new byte[] {3});
    return Arrays.copyOf(join(one, two, three), length);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(join(parts));
  }

  private static byte[] part(String text) {
    return join(u64(octets(text).length), octets(text));
  }

  private static byte[] u64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] octets(String text) {
    return text.getBytes(UTF_8);
  }

  private byte[] hex(String example) {
    return HexFormat.of().parseHex(page.example(example));
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  /** A source that answers what the page says. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Given(byte[] salt) implements RandomGenerator {

    @Override
    public void nextBytes(byte[] octets) {
      System.arraycopy(salt, 0, octets, 0, octets.length);
    }

    @Override
    public long nextLong() {
      throw new AssertionError("salts are drawn as octets");
    }
  }
}
