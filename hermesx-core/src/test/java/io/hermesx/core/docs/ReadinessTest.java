// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table says done only where there is a class and a test, and names only what exists. */
class ReadinessTest {

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Page PAGE = Page.read("docs/readiness.md");
  private static final Set<String> STATES = Set.of("done", "partly", "open");

  /** A line of a table. */
  private record Row(String id, String state, String parts, String tests) {}

  @Test
  void rows_areThoseOfTheFeatureList() {
    String expected =
        Stream.of(
                "T 15", "A 8", "L 8", "B 9", "U 7", "G 3", "P 6", "S 7", "X 8", "O 7", "H 3", "E 4")
            .map(group -> group.split(" ", 2))
            .flatMap(g -> IntStream.rangeClosed(1, Integer.parseInt(g[1])).mapToObj(i -> g[0] + i))
            .collect(Collectors.joining(" "));

    assertThat(rows().stream().map(Row::id).collect(Collectors.joining(" "))).isEqualTo(expected);
  }

  @Test
  void rows_haveAStateAndWhatProvesIt() {
    for (Row row : rows()) {
      assertThat(STATES).as(row.id()).contains(row.state());
      boolean nothing = names(row.parts()).isEmpty() || names(row.tests()).isEmpty();
      assertThat(nothing).as(row.id() + " is " + row.state()).isEqualTo(row.state().equals("open"));
    }
  }

  @Test
  void names_areThoseOfClassesTestsAndFilesThatExist() throws IOException {
    Set<String> main = sources("main");
    Set<String> test = sources("test");
    for (Row row : rows()) {
      assertThat(names(row.parts())).as(row.id()).allMatch(name -> exists(name, main));
      assertThat(names(row.tests())).as(row.id()).allMatch(name -> exists(name, test));
    }
  }

  @Test
  void tally_isThatOfTheRows() {
    Map<String, Long> states =
        rows().stream().collect(Collectors.groupingBy(Row::state, Collectors.counting()));

    assertThat(PAGE.text())
        .contains(
            "%d rows: %d done, %d partly, %d open."
                .formatted(
                    rows().size(), states.get("done"), states.get("partly"), states.get("open")));
  }

  private static boolean exists(String name, Set<String> classes) {
    return classes.contains(name) || (name.contains("/") && Files.exists(Page.TOP.resolve(name)));
  }

  private static List<Row> rows() {
    return PAGE.text()
        .lines()
        .filter(line -> line.matches("\\| [A-Z]\\d+ \\|.*"))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells -> new Row(cells.get(1), cells.get(3), cells.get(4), cells.get(5)))
        .toList();
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  private static Set<String> sources(String kind) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path module : modules()) {
      Path folder = module.resolve(Path.of("src", kind, "java"));
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .forEach(names::add);
        }
      }
    }
    return names;
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> artifacts = Files.list(Page.TOP);
        Stream<Path> examples = Files.list(Page.TOP.resolve("examples"))) {
      return Stream.concat(
              artifacts.filter(folder -> folder.getFileName().toString().startsWith("hermesx-")),
              examples)
          .toList();
    }
  }
}
