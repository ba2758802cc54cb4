// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tenant;

import io.hermesx.core.Sha256;
import io.hermesx.core.internal.Names;
import io.hermesx.core.time.UuidV8;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The identity of a tenant. It comes from the authenticated caller, never from a header, a body or
 * a tool argument, and travels as an explicit argument.
 *
 * @param value the identifier; any UUID but the nil one
 */
public record TenantId(UUID value) implements Comparable<TenantId> {

  private static final UUID NIL = new UUID(0, 0);
  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Refuses the nil UUID, which is what an unset variable looks like. */
  public TenantId {
    if (value.equals(NIL)) {
      throw new IllegalArgumentException(
          "the nil UUID is no tenant; pass the tenant of the authenticated caller");
    }
  }

  /**
   * Reads the 36-character form, lower case only, so that one tenant has one spelling.
   *
   * @throws IllegalArgumentException for anything else, such as braces, upper case or missing
   *     digits; the message does not repeat the text
   */
  public static TenantId parse(String text) {
    if (!CANONICAL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a tenant id is a UUID in 36 lower-case characters (found "
              + text.length()
              + " characters); pass the tenant of the authenticated caller");
    }
    return new TenantId(UUID.fromString(text));
  }

  /**
   * Returns the tenant id for a name of the host's own, such as {@code acme} or {@code org_4711}:
   * the same name always gives the same id (UUIDv8 over SHA-256, RFC 9562 §5.8), so a host needs no
   * table of its own.
   */
  public static TenantId named(String name) {
    byte[] octets = Names.requireToken("tenant name", name).getBytes(StandardCharsets.UTF_8);
    return new TenantId(UuidV8.of(Sha256.of("hermesx/tenant-name/v1", octets)));
  }

  @Override
  public int compareTo(TenantId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
