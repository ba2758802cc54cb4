// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A text file of cases. A line {@code == name} begins one; the lines after it are a key and a
 * value. Lines that begin with two spaces belong to the key above them. Lines that begin with
 * {@code #} between the cases, and empty ones outside of a block, are skipped.
 */
final class CaseFile {

  private CaseFile() {}

  /**
   * What a file says about a case.
   *
   * @param name what it is called
   * @param values value by key; a block of lines ends with a line feed
   */
  record Section(String name, Map<String, String> values) {

    String value(String key, String otherwise) {
      return values.getOrDefault(key, otherwise);
    }

    List<String> words(String key) {
      String value = value(key, "").strip();
      return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
    }
  }

  static List<Section> read(String resource) {
    List<Section> sections = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    String key = "";
    for (String line : text(resource).split("\n", -1)) {
      if (line.startsWith("== ")) {
        values = new LinkedHashMap<>();
        sections.add(new Section(line.substring(3).strip(), values));
        key = "";
      } else if (line.startsWith("  ") && !key.isEmpty()) {
        values.merge(key, line.substring(2) + "\n", String::concat);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        key = line.split(" ", 2)[0];
        if (values.put(key, line.substring(key.length()).strip()) != null) {
          throw new IllegalArgumentException(resource + " says twice: " + line);
        }
      }
    }
    return List.copyOf(sections);
  }

  private static String text(String resource) {
    try (InputStream in =
        Objects.requireNonNull(CaseFile.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
