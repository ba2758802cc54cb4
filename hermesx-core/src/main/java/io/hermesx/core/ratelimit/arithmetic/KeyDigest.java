// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.Dimension;
import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RateRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The name of a key: a digest over the limit, the tenant and each value that is counted separately.
 * So it has one size whatever the values hold, no value can be mistaken for two or reach into
 * another tenant, and none of them can be read from the shared state.
 */
public final class KeyDigest {

  private static final String DOMAIN = "hermesx/rate-key/v1";

  private KeyDigest() {}

  /** Returns the name of the key that a request counts on in a layer which limits it. */
  public static Sha256 of(Layer layer, RateRequest request) {
    byte[] identity = layer.identity().getBytes(StandardCharsets.UTF_8);
    int size = Integer.BYTES + identity.length + 2 * Long.BYTES;
    for (Dimension dimension : layer.per()) {
      size += Integer.BYTES + Character.BYTES * value(request, dimension).length();
    }
    ByteBuffer octets = ByteBuffer.allocate(size).putInt(identity.length).put(identity);
    putTenant(octets, layer, request);
    for (Dimension dimension : layer.per()) {
      putValue(octets, value(request, dimension));
    }
    return Sha256.of(DOMAIN, octets.array());
  }

  private static void putTenant(ByteBuffer octets, Layer layer, RateRequest request) {
    UUID tenant = layer.acrossTenants() ? new UUID(0, 0) : request.tenant().value();
    octets.putLong(tenant.getMostSignificantBits()).putLong(tenant.getLeastSignificantBits());
  }

  /** As code units: a charset would make all lone surrogates alike. */
  private static void putValue(ByteBuffer octets, String value) {
    octets.putInt(value.length());
    octets.asCharBuffer().put(CharBuffer.wrap(value));
    octets.position(octets.position() + Character.BYTES * value.length());
  }

  private static String value(RateRequest request, Dimension dimension) {
    String value = request.dimensions().values().get(dimension);
    if (value == null) {
      throw new IllegalArgumentException("the request has no " + dimension + " to be counted by");
    }
    return value;
  }
}
