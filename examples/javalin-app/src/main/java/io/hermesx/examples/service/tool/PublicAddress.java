// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells whether an address is one of the public internet. The JDK's own predicates know neither
 * carrier-grade NAT nor unique local addresses nor an IPv4 address inside an IPv6 one, so this
 * compares octets with the special-purpose registries (RFC 6890, IANA): IPv4 is public unless it is
 * listed here; IPv6 is public only inside 2000::/3, unless listed.
 */
final class PublicAddress {

  private static final List<Block> SPECIAL_V4 =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final Block GLOBAL_V6 = Block.of("2000::/3");

  /** 2001::/23 holds Teredo, ORCHID and benchmarking; 2002::/16 is 6to4, whatever is inside. */
  private static final List<Block> SPECIAL_V6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

  private PublicAddress() {}

  static boolean is(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == 4) {
      return SPECIAL_V4.stream().noneMatch(block -> block.holds(octets));
    }
    return GLOBAL_V6.holds(octets) && SPECIAL_V6.stream().noneMatch(block -> block.holds(octets));
  }

  private static List<Block> blocks(String... texts) {
    return Arrays.stream(texts).map(Block::of).toList();
  }

  /** A CIDR block. */
  private static final class Block {

    private final byte[] prefix;
    private final int bits;

    private Block(byte[] prefix, int bits) {
      this.prefix = prefix;
      this.bits = bits;
    }

    static Block of(String text) {
      int slash = text.indexOf('/');
      try {
        byte[] prefix = InetAddress.getByName(text.substring(0, slash)).getAddress();
        return new Block(prefix, Integer.parseInt(text.substring(slash + 1)));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("not an address: " + text, e);
      }
    }

    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
