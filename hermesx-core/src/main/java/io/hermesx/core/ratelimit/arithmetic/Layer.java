// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateReach;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A limit made ready to be matched and computed. Immutable and thread-safe. */
public final class Layer {

  private static final String DOMAIN = "hermesx/rate-layer/v1";

  private final RateLimit limit;
  private final Arithmetic arithmetic;
  private final RateUnit unit;
  private final boolean enforced;
  private final List<Dimension> per;
  private final List<Map.Entry<Dimension, String>> only;
  private final String identity;
  private final UUID fingerprint;
  private final long longest;

  /** Makes a limit ready. */
  public Layer(RateLimit limit) {
    this.limit = limit;
    this.arithmetic = Arithmetic.of(limit.algorithm());
    this.unit = limit.unit();
    this.enforced = limit.enforced();
    this.per = limit.per().stream().sorted().toList();
    this.only = List.copyOf(limit.only().values().entrySet());
    this.identity =
        arithmetic.kind() + "/" + unit + "/" + limit.reach() + "/" + per + "/" + limit.name();
    this.fingerprint = fingerprint(identity);
    this.longest = arithmetic.longest();
  }

  /** Returns the limit. */
  public RateLimit limit() {
    return limit;
  }

  /** Returns what it computes with. */
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  /** Tells whether a call that does not fit is refused. */
  public boolean enforced() {
    return enforced;
  }

  /** Returns the dimensions that are counted separately, always in the same order. */
  public List<Dimension> per() {
    return per;
  }

  /** Tells whether all tenants share one count. */
  public boolean acrossTenants() {
    return limit.reach() == RateReach.ALL_TENANTS;
  }

  /** Returns what a request costs here. */
  public long cost(RateRequest request) {
    return request.cost(unit);
  }

  /** Tells whether this layer limits the request. */
  public boolean matches(RateRequest request) {
    if (request.cost(unit) == 0) {
      return false;
    }
    Dimensions dimensions = request.dimensions();
    for (int i = 0; i < per.size(); i++) {
      if (dimensions.values().get(per.get(i)) == null) {
        return false;
      }
    }
    for (int i = 0; i < only.size(); i++) {
      String value = dimensions.values().get(only.get(i).getKey());
      if (value == null || !fits(only.get(i).getValue(), value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What tells its records from those of other limits: a name alone would mix those of limits that
   * count something else.
   */
  public String identity() {
    return identity;
  }

  /** Returns 128 bits of a digest of the identity, which are quicker to count by. */
  public UUID fingerprint() {
    return fingerprint;
  }

  /** Returns the longest time for which anything taken counts, µs. */
  public long longest() {
    return longest;
  }

  private static UUID fingerprint(String identity) {
    ByteBuffer digest =
        ByteBuffer.wrap(Sha256.of(DOMAIN, identity.getBytes(StandardCharsets.UTF_8)).octets());
    return new UUID(digest.getLong(), digest.getLong());
  }

  private static boolean fits(String pattern, String value) {
    int last = pattern.length() - 1;
    return (last >= 0 && pattern.charAt(last) == '*')
        ? value.regionMatches(0, pattern, 0, last)
        : value.equals(pattern);
  }

  @Override
  public String toString() {
    return limit.toString();
  }
}
