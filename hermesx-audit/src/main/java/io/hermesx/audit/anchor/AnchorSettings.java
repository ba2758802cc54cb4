// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import java.net.URI;
import java.time.Duration;

/** What anchors over HTTP can be told, and the ranges of it. */
final class AnchorSettings {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private AnchorSettings() {}

  /**
   * @param what what messages call it, such as {@code time-stamp authority}
   */
  static URI requireAddress(URI address, String what) {
    String scheme = address.getScheme();
    if ((!"http".equals(scheme) && !"https".equals(scheme))
        || address.getHost() == null
        || address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address of the "
              + what
              + " is not http or https with a host and without a user, such as"
              + " https://anchor.example.com/path");
    }
    return address;
  }

  /** An address without its query, which may hold a key of the host's, nor a user or a fragment. */
  static String shown(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
  }

  static String requireName(String name) {
    if (!name.matches("[a-z0-9.-]{1,64}")) {
      throw new IllegalArgumentException("the name of an anchor is not 1 to 64 of a-z 0-9 . -");
    }
    return name;
  }

  static Duration requireTimeout(Duration limit) {
    if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeout is " + limit + ", allowed: " + SHORTEST + " to " + LONGEST);
    }
    return limit;
  }
}
