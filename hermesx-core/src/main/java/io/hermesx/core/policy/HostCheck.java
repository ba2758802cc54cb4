// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An http or https URL whose host is a name, or a name below it.
 *
 * <p>Only a URL that every parser reads alike is judged: parsed by {@link URI}, absolute, without
 * user info, its host a plain ASCII name or four decimal octets without leading zeros. Anything
 * else (a backslash, a trailing dot, a percent sign or non-ASCII in the host, other spellings of
 * addresses, IPv6) is {@link Match#UNKNOWN}. It is the name that is judged, never where it leads.
 */
record HostCheck(String host, boolean orBelow) implements ValueCheck {

  private static final int MAX_URL = 8_192;

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final String OCTET = "(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])";

  /** A last label that starts with a digit is read as a number by some parsers. */
  private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)*+(?!\\d)" + LABEL);

  private static final Pattern ADDRESS = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

  HostCheck {
    if (!isPlain(host) || (orBelow && isAddress(host))) {
      throw new IllegalArgumentException(
          "the host of a condition is not a plain one, allowed: a lower-case ASCII name without"
              + " trailing dot, such as api.example.com, or for hostEquals an IPv4 address of four"
              + " decimal numbers");
    }
  }

  @Override
  public Match test(JsonValue value) {
    String found = value instanceof JsonString text ? hostOf(text.value()) : null;
    if (found == null) {
      return Match.UNKNOWN;
    }
    return Match.of(found.equals(host) || (orBelow && found.endsWith("." + host)));
  }

  /** The host in lower case, or null where parsers could disagree on it. */
  private static @Nullable String hostOf(String url) {
    if (url.length() > MAX_URL) {
      return null;
    }
    try {
      URI uri = new URI(url);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
        return null;
      }
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      return isPlain(host) ? host : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static boolean isPlain(String host) {
    return host.length() <= 253 && (NAME.matcher(host).matches() || isAddress(host));
  }

  private static boolean isAddress(String host) {
    return ADDRESS.matcher(host).matches();
  }

  @Override
  public String wireName() {
    return orBelow ? "hostUnder" : "hostEquals";
  }

  @Override
  public JsonValue operand() {
    return new JsonString(host);
  }
}
