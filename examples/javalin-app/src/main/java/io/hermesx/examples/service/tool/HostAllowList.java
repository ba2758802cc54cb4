// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hosts that {@code http_get} may ask. Names are compared whole, in lower case: allowing {@code
 * example.org} does not allow {@code www.example.org}.
 *
 * @param entries {@code host} for ports 80 and 443, {@code host:port} for another port
 */
public record HostAllowList(Set<String> entries) {

  private static final Pattern ENTRY =
      Pattern.compile(
          "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[0-9]{1,5})?");
  private static final int MAX_ENTRY = 260;

  /** Checks the entries. */
  public HostAllowList {
    for (String entry : entries) {
      if (entry.length() > MAX_ENTRY || !ENTRY.matcher(entry).matches()) {
        throw new IllegalArgumentException(
            "the host "
                + entry
                + " cannot be allowed; write host or host:port in lower-case letters, digits, - and"
                + " . without scheme, path or *");
      }
    }
    entries = Set.copyOf(entries);
  }

  /** Reads a list separated by commas; an empty text allows nothing. */
  public static HostAllowList parse(String text) {
    return new HostAllowList(
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean allows(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean ordinary = port == 80 || port == 443;
    return (ordinary && entries.contains(name)) || entries.contains(name + ":" + port);
  }
}
