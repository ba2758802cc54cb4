// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.internal.Names;
import io.hermesx.core.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Where a ciphertext belongs: what for, whose, and which one. It opens nowhere else, so nobody can
 * put it into the place of another. Nothing of it is in the ciphertext; who opens says it again.
 *
 * <p>Immutable.
 */
public final class CiphertextContext {

  private final TenantId tenant;
  private final byte[] octets;

  private CiphertextContext(TenantId tenant, byte[] octets) {
    this.tenant = tenant;
    this.octets = octets;
  }

  /**
   * Describes a place.
   *
   * @param purpose what kind of data it is, as {@code hermesx/audit/sealed-body/v1}; 1 to 128
   *     visible ASCII characters
   * @param tenant whose data it is, and whose key it is sealed with
   * @param parts what tells it from all other data of the purpose, each a text of whole characters,
   *     in an order that the purpose fixes; together they name one piece of data
   * @throws IllegalArgumentException if the purpose has other characters, or a part has half a
   *     surrogate pair; the message shows neither
   */
  public static CiphertextContext of(String purpose, TenantId tenant, String... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Names.requireToken("ciphertext purpose", purpose).getBytes(US_ASCII));
    out.write(0);
    write(tenant.toString(), out);
    for (String part : parts) {
      write(Names.requireText("ciphertext context", part), out);
    }
    return new CiphertextContext(tenant, out.toByteArray());
  }

  private static void write(String part, ByteArrayOutputStream out) {
    byte[] text = part.getBytes(UTF_8);
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(text.length).array());
    out.writeBytes(text);
  }

  /** Whose data it is. */
  public TenantId tenant() {
    return tenant;
  }

  /** The octets themselves: not to be changed. */
  byte[] octets() {
    return octets;
  }
}
