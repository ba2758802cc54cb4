// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown page of the project.
 *
 * @param path where it is
 * @param text what it says
 */
public record Page(Path path, String text) {

  /** The top of the project, as seen from the folder the tests run in. */
  public static final Path TOP = Path.of("..");

  private static final Pattern EXAMPLE =
      Pattern.compile("<!-- example: (\\S+) -->\n```[a-z]*\n(.*?)\n```\n", Pattern.DOTALL);
  private static final Pattern BLOCK =
      Pattern.compile("((?:<!-- [^\n]* -->\n)?)```([a-z]*)\n(.*?)```", Pattern.DOTALL);

  /**
   * A fenced block.
   *
   * @param comment the comment in the line above, or an empty text
   * @param language what follows the fence
   * @param text the lines in it
   */
  public record Block(String comment, String language, String text) {}

  /** Reads a page, named from the top of the project. */
  public static Page read(String name) {
    Path path = TOP.resolve(name);
    try {
      return new Page(path, Files.readString(path, UTF_8).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads every page of the project. */
  public static List<Page> all() {
    try (Stream<Path> top = Files.list(TOP);
        Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(file -> read(TOP.relativize(file).toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its fenced blocks, in order. */
  public List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(found -> new Block(found.group(1).strip(), found.group(2), found.group(3)))
        .toList();
  }

  /** Returns the block below the comment {@code example: name}. */
  public String example(String name) {
    Matcher found = EXAMPLE.matcher(text);
    while (found.find()) {
      if (found.group(1).equals(name)) {
        return found.group(2);
      }
    }
    throw new AssertionError(path + " has no example " + name);
  }
}
