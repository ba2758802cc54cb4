// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the upstream is and how it knows us. Its text form never holds the key.
 *
 * @param baseUrl such as {@code https://api.openai.com/v1}: http or https, with a host, without
 *     user information, query or fragment
 * @param key sent as a bearer token; none for an upstream that asks for none
 */
public record Endpoint(URI baseUrl, Optional<String> key) {

  private static final int MAX_KEY = 4_096;

  /** Checks both; the message of what it throws holds neither key nor user information. */
  public Endpoint {
    requireHttp(baseUrl);
    key.ifPresent(Endpoint::requireHeaderValue);
  }

  /**
   * Reads both from text.
   *
   * @throws IllegalArgumentException if either is not what it must be
   */
  public static Endpoint of(String baseUrl, Optional<String> key) {
    try {
      return new Endpoint(new URI(baseUrl), key);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "the model URL is no URI at index " + e.getIndex() + "; " + allowed());
    }
  }

  /** Where chats are asked for. */
  URI chatCompletions() {
    String base = baseUrl.toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/chat/completions");
  }

  /** OpenAI itself has renamed the cap on output; everybody else still has the old name. */
  String outputCapName() {
    return "api.openai.com".equals(baseUrl.getHost().toLowerCase(Locale.ROOT))
        ? "max_completion_tokens"
        : "max_tokens";
  }

  @Override
  public String toString() {
    return "Endpoint[" + baseUrl + (key.isPresent() ? ", with a key]" : ", without a key]");
  }

  private static void requireHttp(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("http") || scheme.equals("https");
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException(
          "the model URL has no http scheme or no host; " + allowed());
    }
    if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException(
          "the model URL has user information, a query or a fragment; " + allowed());
    }
  }

  private static void requireHeaderValue(String key) {
    boolean visible = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (key.isEmpty() || key.length() > MAX_KEY || !visible) {
      throw new IllegalArgumentException(
          "the model key has "
              + key.length()
              + " characters or one that is not visible ASCII, allowed: 1 to "
              + MAX_KEY
              + " of ! to ~; look for a space or a line break that was copied along");
    }
  }

  private static String allowed() {
    return "allowed: http(s)://host[:port]/path, such as https://api.openai.com/v1";
  }
}
