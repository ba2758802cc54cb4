// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An absolute POSIX path that is a folder or lies below it, judged segment by segment after {@code
 * //} (not in front) and {@code .} are dropped.
 *
 * <p>What a tool, a file system or a decoder could read as another path is {@link Match#UNKNOWN}: a
 * relative path, {@code ..} (which a symbolic link can lead anywhere), a backslash, a control
 * character, a percent sign, characters that compatibility normalisation turns into such, and a
 * segment that differs from the folder's only in case or that holds non-ASCII. Nothing is looked up
 * on disk: links inside the folder are not seen.
 */
record PathCheck(String root, List<String> folder) implements ValueCheck {

  private static final int MAX_PATH = 4_096;

  static PathCheck under(String root) {
    ConditionText.require("folder", root, 1);
    List<String> segments = segments(root);
    if (segments == null) {
      throw new IllegalArgumentException(
          "the folder of a condition is not a plain path, allowed: an absolute POSIX path without"
              + " .. or backslash or percent or control characters, such as /srv/reports");
    }
    return new PathCheck("/" + String.join("/", segments), List.copyOf(segments));
  }

  @Override
  public Match test(JsonValue value) {
    List<String> path = value instanceof JsonString text ? segments(text.value()) : null;
    if (path == null) {
      return Match.UNKNOWN;
    }
    for (int i = 0; i < folder.size(); i++) {
      Match same = i < path.size() ? same(folder.get(i), path.get(i)) : Match.NO;
      if (same != Match.YES) {
        return same;
      }
    }
    return Match.YES;
  }

  private static Match same(String wanted, String found) {
    if (wanted.equals(found)) {
      return Match.YES;
    }
    boolean alike = wanted.equalsIgnoreCase(found) || !isAscii(found) || !isAscii(wanted);
    return alike ? Match.UNKNOWN : Match.NO;
  }

  /** The segments of a plain absolute path, or null for any other. */
  private static @Nullable List<String> segments(String path) {
    if (path.length() > MAX_PATH || !path.startsWith("/") || path.startsWith("//")) {
      return null;
    }
    return isPlain(path) ? split(path) : null;
  }

  private static @Nullable List<String> split(String path) {
    List<String> segments = new ArrayList<>();
    for (int start = 1, end; start <= path.length(); start = end + 1) {
      end = path.indexOf('/', start);
      end = end < 0 ? path.length() : end;
      String segment = path.substring(start, end);
      if (segment.equals("..")) {
        return null;
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return segments;
  }

  private static boolean isPlain(String path) {
    if (isAscii(path)) {
      return holdsPlainCharacters(path);
    }
    String folded = Normalizer.normalize(path, Normalizer.Form.NFKC);
    return holdsPlainCharacters(folded) && (folded.equals(path) || split(folded) != null);
  }

  private static boolean holdsPlainCharacters(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c < ' ' || c == 0x7f || c == '\\' || c == '%') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String wireName() {
    return "pathUnder";
  }

  @Override
  public JsonValue operand() {
    return new JsonString(root);
  }
}
