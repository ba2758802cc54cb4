// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.Sha256;
import io.hermesx.core.tenant.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of a log, unique in the world: {@code installation/tenant}.
 *
 * @param text the name
 */
public record AuditOrigin(String text) {

  private static final int LONGEST_INSTALLATION = 128;
  private static final Pattern INSTALLATION = Pattern.compile("[a-z0-9]([a-z0-9./_-]*[a-z0-9])?");
  private static final String GENESIS = "hermesx/audit/genesis/v1";

  public static String requireInstallation(String name) {
    if (name.length() > LONGEST_INSTALLATION || !INSTALLATION.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the installation name is not 1 to "
              + LONGEST_INSTALLATION
              + " of a-z 0-9 . - _ / with a letter or digit at both ends; pass a name that no other"
              + " installation has, such as audit.example.com/prod");
    }
    return name;
  }

  public static AuditOrigin of(String installation, TenantId tenant) {
    return new AuditOrigin(installation + "/" + tenant);
  }

  /**
   * The hash that stands before the first event of a log: {@code SHA-256(domain || 0x00 || u64
   * length || origin || u64 created || u64 length || key)}.
   *
   * @param createdMicros when the first event was recorded: with it the log comes into being
   * @param key the verifier key of the first signer (C2SP vkey), or nothing for a log without one
   */
  public Sha256 genesis(long createdMicros, String key) {
    byte[] name = text.getBytes(StandardCharsets.US_ASCII);
    byte[] signer = key.getBytes(StandardCharsets.US_ASCII);
    return Sha256.of(
        GENESIS, u64(name.length), name, u64(createdMicros), u64(signer.length), signer);
  }

  private static byte[] u64(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  @Override
  public String toString() {
    return text;
  }
}
