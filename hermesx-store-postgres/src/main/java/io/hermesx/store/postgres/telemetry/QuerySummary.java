// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a statement of this store does, in a few words: operations and targets in the order of the
 * text, each once, such as {@code update hermesx.sessions insert hermesx.session_messages}. A
 * statement with a {@linkplain #tag name} goes by that.
 *
 * <p>This reads the statements that are written in this package, all of which name their tables
 * with the schema in front; it is no parser for those of others.
 *
 * @param text the few words, at most 255 characters
 * @param operation the only operation there is, or the name of the statement
 * @param table the only target there is, if that is a table
 * @param function the only target there is, if that is a function
 */
public record QuerySummary(
    String text, @Nullable String operation, @Nullable String table, @Nullable String function) {

  private static final int LONGEST = 255;

  /** What the context does, which is worth a word only where nothing follows it. */
  private static final Set<Part> CONTEXTS =
      Set.of(
          new Part("select", "set_config", true),
          new Part("select", "hermesx.join_transaction", true));

  /** Functions of the server, not of ours, that are called for what they do. */
  private static final Pattern SERVERS_OWN = Pattern.compile("set_config|pg_\\w+");

  private static final Set<String> OPERATIONS =
      Set.of("select", "insert", "update", "delete", "merge", "commit", "rollback");

  /** After these words an update is a lock, or a part of an insert. */
  private static final Set<String> NO_OPERATION_AFTER = Set.of("for", "key", "do");

  private static final Set<String> TARGET_AFTER = Set.of("from", "join", "into", "update", "using");

  private static final Pattern OURS = Pattern.compile("hermesx\\.\\w+");

  /** A name, a comment or literal to pass over, or a word with whether it is called. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "/\\* hermesx (?<tag>[a-z_]+) \\*/|/\\*.*?\\*/|--[^\n]*|'[^']*'"
              + "|(?<word>[\\w\"]+(?:\\.[\\w\"]+)*)(?<call>\\s*\\()?|(?<end>;)",
          Pattern.DOTALL);

  /** Something that is done, to nothing in particular or to a table or a function. */
  private record Part(String operation, @Nullable String target, boolean function) {}

  /** Returns the words in front of a statement that shall go by a name. */
  public static String tag(String name) {
    return "/* hermesx " + name + " */ ";
  }

  static QuerySummary of(String sql) {
    Reader reader = new Reader();
    Matcher token = TOKEN.matcher(sql);
    while (token.find()) {
      if (token.group("tag") != null) {
        return new QuerySummary("hermesx " + token.group("tag"), token.group("tag"), null, null);
      } else if (token.group("word") != null) {
        String word = token.group("word").replace("\"", "").toLowerCase(Locale.ROOT);
        reader.word(word, token.group("call") != null);
      } else if (token.group("end") != null) {
        reader.end();
      }
    }
    return summary(reader.worthTelling());
  }

  /** What was read so far. */
  private static final class Reader {

    private final Set<Part> parts = new LinkedHashSet<>();
    private String operation = "";
    private String before = "";

    void word(String word, boolean call) {
      if (OPERATIONS.contains(word) && !NO_OPERATION_AFTER.contains(before)) {
        operation = word;
        parts.add(new Part(operation, null, false));
      } else if (isTarget(word, call)) {
        parts.add(new Part(operation, word, call && !before.equals("into")));
      }
      before = word;
    }

    private boolean isTarget(String word, boolean call) {
      boolean named = OURS.matcher(word).matches();
      return before.equals("select")
          ? call && (named || SERVERS_OWN.matcher(word).matches())
          : named && TARGET_AFTER.contains(before);
    }

    /** A statement follows; it counts, and not a context in front of it. */
    void end() {
      if (parts.stream().anyMatch(CONTEXTS::contains)) {
        parts.clear();
      }
    }

    /** Leaves out what is done to nothing in particular, unless there is nothing else. */
    List<Part> worthTelling() {
      List<Part> telling =
          parts.stream()
              .filter(part -> part.target() != null || part.operation().equals("commit"))
              .toList();
      return telling.isEmpty() ? parts.stream().limit(1).toList() : telling;
    }
  }

  private static QuerySummary summary(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    String operation = "";
    for (Part part : parts) {
      String words =
          (part.operation().equals(operation) ? "" : " " + part.operation())
              + (part.target() == null ? "" : " " + part.target());
      if (text.length() + words.length() > LONGEST) {
        break;
      }
      text.append(words);
      operation = part.operation();
    }
    String target = only(parts, Part::target);
    boolean function = parts.stream().anyMatch(Part::function);
    return new QuerySummary(
        text.isEmpty() ? "postgresql" : text.toString().strip(),
        only(parts, Part::operation),
        function ? null : target,
        function ? target : null);
  }

  /** The one value that the parts have, if it is one. */
  private static @Nullable String only(
      List<Part> parts, Function<Part, @Nullable String> component) {
    List<String> values =
        parts.stream().map(component).filter(Objects::nonNull).distinct().toList();
    return values.size() == 1 ? values.get(0) : null;
  }
}
