// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL taken apart once, by strict rules, so that nobody later reads another host out of it.
 *
 * @param tls whether the scheme is https
 * @param host a name or a plain dotted IPv4 address, in lower case; an IPv6 literal is no target
 * @param port the port, the scheme's own if the URL has none
 * @param path what is asked for, query included
 */
record Target(boolean tls, String host, int port, String path) {

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~&&[^\\\\]]+");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  /** A name whose last label is a number would be read as an address by some, in many notations. */
  private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

  private static final Pattern DOTTED =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  /** Reads a URL; empty if it is not one that may be asked. */
  static Optional<Target> parse(String url) {
    if (!VISIBLE_ASCII.matcher(url).matches()) {
      return Optional.empty();
    }
    try {
      return of(new URI(url).parseServerAuthority());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Target> of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if ((!tls && !scheme.equals("http")) || uri.getHost() == null || uri.getRawUserInfo() != null) {
      return Optional.empty();
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    boolean fit =
        NAME.matcher(host).matches()
            && (!NUMERIC_END.matcher(host).matches() || DOTTED.matcher(host).matches());
    if (!fit || uri.getPort() > 65_535 || uri.getPort() == 0) {
      return Optional.empty();
    }
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return Optional.of(new Target(tls, host, port, path + query));
  }

  /** What stands in the Host header. */
  String authority() {
    return port == (tls ? 443 : 80) ? host : host + ":" + port;
  }
}
