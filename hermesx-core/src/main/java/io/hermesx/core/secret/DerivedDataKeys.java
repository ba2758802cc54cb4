// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.tenant.TenantId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Data keys computed from a master key that the host keeps outside the database (HKDF-SHA256, RFC
 * 5869; frozen, docs/reference/formats.md): one key a tenant and generation, stored nowhere.
 *
 * <p>New data is sealed with the master key of the highest generation; those before it only open.
 * Add a new one, and take the old one out when nothing that it sealed is needed any more.
 *
 * <p><b>Such a key cannot be erased for one tenant or one person</b>: whoever has the master key
 * can compute it again. Taking out a master key erases what it sealed for all tenants. Where single
 * tenants or people must be erasable, use keys that are drawn and stored.
 *
 * <p>Immutable and thread-safe; never blocks.
 */
public final class DerivedDataKeys implements DataKeys {

  private static final String DOMAIN = "hermesx/derived-data-key/v1";
  private static final String PREFIX = "derived.v1.";
  private static final Pattern REFERENCE = Pattern.compile("derived\\.v1\\.([1-9][0-9]{0,9})");
  private static final byte[] NO_SALT = {};

  private final MasterKey newest;
  private final Map<Long, MasterKey> masters;

  private DerivedDataKeys(MasterKey newest, Map<Long, MasterKey> masters) {
    this.newest = newest;
    this.masters = Map.copyOf(masters);
  }

  /**
   * Creates the keys of a master key and of older or newer ones; their order does not matter.
   *
   * @throws IllegalArgumentException if two have the same generation
   */
  public static DerivedDataKeys of(MasterKey master, MasterKey... others) {
    MasterKey newest = master;
    Map<Long, MasterKey> masters = new HashMap<>();
    masters.put((long) master.generation(), master);
    for (MasterKey other : others) {
      if (masters.put((long) other.generation(), other) != null) {
        throw new IllegalArgumentException(
            "two master keys have generation "
                + other.generation()
                + "; give each key a number of its own, the newest the highest");
      }
      newest = other.generation() > newest.generation() ? other : newest;
    }
    return new DerivedDataKeys(newest, masters);
  }

  @Override
  public DataKey current(TenantId tenant) {
    return derive(newest, tenant);
  }

  @Override
  public Optional<DataKey> find(TenantId tenant, String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    return matcher.matches()
        ? Optional.ofNullable(masters.get(Long.valueOf(matcher.group(1))))
            .map(master -> derive(master, tenant))
        : Optional.empty();
  }

  private static DataKey derive(MasterKey master, TenantId tenant) {
    byte[] domain = (DOMAIN + "\0").getBytes(US_ASCII);
    byte[] name = tenant.toString().getBytes(US_ASCII);
    byte[] info =
        ByteBuffer.allocate(domain.length + Long.BYTES + name.length)
            .put(domain)
            .putLong(master.generation())
            .put(name)
            .array();
    return DataKey.of(
        PREFIX + master.generation(),
        Hkdf.derive(master.octets(), NO_SALT, info, KeyOctets.LENGTH));
  }
}
