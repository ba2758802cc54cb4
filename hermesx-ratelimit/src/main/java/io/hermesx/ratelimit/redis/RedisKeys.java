// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.shared.Command;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The names of keys: {@code prefix{tag}:name}. The tag is the tenant, so that all of a tenant's
 * keys lie in one slot of a cluster, and for a limit over all tenants the name of its one key. None
 * of them holds a value of a request.
 */
final class RedisKeys {

  private static final int NAME_OCTETS = 16;
  private static final int SLOTS = 16_384;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String prefix;

  RedisKeys(String prefix) {
    this.prefix = prefix;
  }

  /** Returns what stands in the braces. */
  static String tag(Command command) {
    return !command.layers().isEmpty() && command.layers().get(0).acrossTenants()
        ? name(command.keys().get(0))
        : command.request().tenant().value().toString();
  }

  /** Returns the slot that the keys of a tag lie in. */
  static int slot(String tag) {
    return JedisClusterCRC16.getCRC16(tag) & (SLOTS - 1);
  }

  /** Returns the key of the epoch. */
  byte[] epoch(String tag) {
    return octets(tag, "e");
  }

  /** Returns the key of a limit. */
  byte[] limit(String tag, Sha256 key) {
    return octets(tag, name(key));
  }

  /** Returns the key that says that a permit was given back. */
  byte[] marker(String tag, UUID permit) {
    return octets(tag, "r:" + BASE64.encodeToString(octets(permit)));
  }

  /** Returns the octets of an id. */
  static byte[] octets(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static String name(Sha256 key) {
    return BASE64.encodeToString(Arrays.copyOf(key.octets(), NAME_OCTETS));
  }

  private byte[] octets(String tag, String name) {
    return (prefix + '{' + tag + "}:" + name).getBytes(StandardCharsets.US_ASCII);
  }
}
