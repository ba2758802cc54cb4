// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Texts that look like secrets, put together at run time from {@code secret-kinds.txt}.
 *
 * @param kind the kind, if it is to be found
 * @param text the text
 */
record SecretSamples(Optional<String> kind, String text) {

  private static final Pattern BODY = Pattern.compile("\\{([aubm])(\\d+)}");
  private static final String UPPER = "K7QZ2MVX4HNB9TCW3RJD6FYSPLG5AE8U";
  private static final String LETTERS = UPPER + "kq7zm2vx4hnb9tcw3rjd6fyplg5ae8us0";

  static List<SecretSamples> all() {
    InputStream in = SecretSamples.class.getResourceAsStream("secret-kinds.txt");
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).map(SecretSamples::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<SecretSamples> secrets() {
    return all().stream().filter(sample -> sample.kind().isPresent()).toList();
  }

  private static SecretSamples of(String line) {
    int bar = line.indexOf('|');
    String kind = line.substring(0, bar).strip();
    String text = line.substring(bar + 1).strip().replace("~", "").replace("{nl}", "\n");
    return new SecretSamples(
        kind.equals("none") ? Optional.empty() : Optional.of(kind),
        BODY.matcher(text).replaceAll(SecretSamples::body));
  }

  private static String body(MatchResult match) {
    String alphabet =
        switch (match.group(1).charAt(0)) {
          case 'u' -> UPPER;
          case 'b' -> LETTERS + "-_";
          case 'm' -> LETTERS + "+/";
          default -> LETTERS;
        };
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < Integer.parseInt(match.group(2)); i++) {
      body.append(alphabet.charAt((i * 7 + 3) % alphabet.length()));
    }
    return body.toString();
  }

  @Override
  public String toString() {
    return kind.orElse("none") + " of " + text.length() + " characters";
  }
}
