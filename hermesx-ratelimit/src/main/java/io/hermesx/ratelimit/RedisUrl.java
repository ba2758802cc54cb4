// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the address of a Redis. It may hold a password, so no message repeats any of it. */
final class RedisUrl {

  private static final int STANDARD_PORT = 6379;

  private RedisUrl() {}

  static RedisServer.Builder parse(String url) {
    URI uri = uri(url);
    boolean tls = "rediss".equals(uri.getScheme());
    String path = uri.getRawPath();
    boolean bare = (path == null || path.isEmpty() || path.equals("/")) && uri.getQuery() == null;
    if (!(tls || "redis".equals(uri.getScheme())) || uri.getHost() == null || !bare) {
      throw refused();
    }
    int port = uri.getPort() == -1 ? STANDARD_PORT : uri.getPort();
    RedisServer.Builder builder = RedisServer.standalone(uri.getHost(), port);
    login(builder, uri.getRawUserInfo());
    return tls ? builder.tls() : builder;
  }

  private static void login(RedisServer.Builder builder, @Nullable String userInfo) {
    if (userInfo == null) {
      return;
    }
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      throw refused();
    }
    String password = decoded(userInfo.substring(colon + 1));
    if (colon == 0) {
      builder.password(password);
    } else {
      builder.user(decoded(userInfo.substring(0, colon)), password);
    }
  }

  /** A plus is a plus here, as in any part of an address but a query. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // The cause's message repeats the address.
      throw refused();
    }
  }

  private static IllegalArgumentException refused() {
    return new IllegalArgumentException(
        "the address of Redis is none, allowed: redis://[user:password@]host[:port], or rediss://"
            + " for TLS; other characters of a password percent-encoded; no database number,"
            + " because limits have a key prefix");
  }
}
