// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;

/**
 * A battery of cases as a file: one case a line, columns separated by tabs, {@code #} starts a
 * remark.
 */
final class CaseFile {

  private CaseFile() {}

  static List<String[]> read(String name) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(CaseFile.class.getResourceAsStream(name), UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }

  static List<String[]> read(String name, String verdict) throws IOException {
    return read(name).stream().filter(columns -> columns[0].equals(verdict)).toList();
  }
}
