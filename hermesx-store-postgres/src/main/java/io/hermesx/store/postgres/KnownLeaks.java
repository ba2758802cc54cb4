// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The minor releases of PostgreSQL in which the login of an application can get at what row-level
 * security keeps from it (postgresql.org/support/security): rows shown by statistics
 * (CVE-2025-8713), and code run as the server by any login that can send SQL (CVE-2026-2006,
 * CVE-2026-6473).
 */
final class KnownLeaks {

  private static final String LEAKS = "CVE-2025-8713, CVE-2026-2006 and CVE-2026-6473";

  /** The first minor release of each major one that has none of them. */
  private static final Map<Integer, Integer> MENDED =
      new TreeMap<>(Map.of(15, 18, 16, 14, 17, 10, 18, 4));

  private KnownLeaks() {}

  /**
   * Returns what is wrong with a server.
   *
   * @param version as {@code server_version_num} says, 170011 for 17.11
   */
  static Optional<String> in(int version) {
    int major = version / 10_000;
    int minor = version % 10_000;
    Integer least = MENDED.get(major);
    if (least == null || minor >= least) {
      return Optional.empty();
    }
    return Optional.of(
        "the server is PostgreSQL %d.%d, in which SQL of the application's login can get past row-level security (%s were mended later): update it to %d.%d or newer, which needs a restart and no dump"
            .formatted(major, minor, LEAKS, major, least));
  }
}
