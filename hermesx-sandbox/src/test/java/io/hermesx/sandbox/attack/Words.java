// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the words of a case stand for: {@code @{inside|outside}} is one thing in the sandbox and
 * another outside, {@code @{name}} a thing of the setting.
 *
 * @param inside whether they are for the sandbox
 * @param names what the names stand for
 */
record Words(boolean inside, Map<String, String> names) {

  private static final Pattern CHOICE = Pattern.compile("@\\{([^{}|]*)\\|([^{}]*)}");
  private static final Pattern NAME = Pattern.compile("@\\{([a-z-]+)}");
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  String in(String text) {
    String named = NAME.matcher(text).replaceAll(this::named);
    return CHOICE
        .matcher(named)
        .replaceAll(choice -> Matcher.quoteReplacement(choice.group(inside ? 1 : 2)));
  }

  private String named(MatchResult match) {
    String value = names.get(match.group(1));
    return Matcher.quoteReplacement(
        Objects.requireNonNull(value, () -> "no such name: " + match.group()));
  }

  /** Divides at spaces that are not within single quotes, which go. */
  List<String> split(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(in(matcher.group().replace("'", "")));
    }
    return List.copyOf(words);
  }
}
