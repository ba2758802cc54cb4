// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import io.hermesx.core.tenant.TenantId;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/**
 * Data keys at random, kept in the memory of this process and nowhere else: what was sealed cannot
 * be opened after a restart. For tests, and for services that keep their data in memory as well.
 *
 * <p>Thread-safe; never blocks.
 */
public final class MemoryDataKeys implements DataKeys {

  private static final int NAME_OCTETS = 16;

  private final RandomGenerator random;
  private final ConcurrentMap<TenantId, DataKey> current = new ConcurrentHashMap<>();
  private final ConcurrentMap<Name, DataKey> known = new ConcurrentHashMap<>();

  private record Name(TenantId tenant, String reference) {}

  /**
   * Creates an empty set of keys.
   *
   * @param random not to be guessed, such as {@link io.hermesx.core.time.SystemSources#random}
   */
  public MemoryDataKeys(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public DataKey current(TenantId tenant) {
    return current.computeIfAbsent(tenant, this::draw);
  }

  @Override
  public Optional<DataKey> find(TenantId tenant, String reference) {
    return Optional.ofNullable(known.get(new Name(tenant, reference)));
  }

  /**
   * Erases a key: nothing that was sealed with it can be opened again. The tenant's next data gets
   * a new key. Idempotent.
   *
   * @return whether there was such a key
   */
  public boolean forget(TenantId tenant, String reference) {
    current.computeIfPresent(tenant, (same, key) -> key.reference().equals(reference) ? null : key);
    return known.remove(new Name(tenant, reference)) != null;
  }

  private DataKey draw(TenantId tenant) {
    byte[] name = new byte[NAME_OCTETS];
    random.nextBytes(name);
    byte[] octets = new byte[KeyOctets.LENGTH];
    random.nextBytes(octets);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    DataKey key = DataKey.of("memory." + text, octets);
    known.put(new Name(tenant, key.reference()), key);
    return key;
  }
}
