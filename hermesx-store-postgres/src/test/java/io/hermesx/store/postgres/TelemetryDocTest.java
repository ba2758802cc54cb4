// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Every span, attribute and instrument is a line of docs/reference/telemetry.md. */
class TelemetryDocTest {

  private static final Pattern LINE = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
  private static final Path FILES =
      Path.of("src", "main", "resources", "io", "hermesx", "store", "postgres", "sql");

  @Test
  void page_everySpanAttributeAndInstrument_isOnIt() throws IOException {
    TestDatabase database = EmbeddedServer.database();
    database.emptyStore().close();
    try (TelemetryProbe probe = new TelemetryProbe();
        PostgresStore store = open(database.application(), probe.openTelemetry())) {
      new StoreTour(database, store, database.application()).run();

      Set<String> names = new TreeSet<>(probe.names());
      names.addAll(namedFiles());
      names.add("rollback");
      assertThat(section("Spans")).isEqualTo(names);

      Set<String> attributes =
          probe.spans().stream()
              .flatMap(span -> span.getAttributes().asMap().keySet().stream())
              .map(Object::toString)
              .collect(Collectors.toCollection(TreeSet::new));
      attributes.addAll(Set.of("error.type", "db.response.status_code", "db.operation.batch.size"));
      assertThat(section("Attributes")).isEqualTo(attributes);
    }
    assertThat(section("Instruments"))
        .containsExactlyInAnyOrder("db.client.operation.duration", "hermesx.store.context_splits");
  }

  private static PostgresStore open(DataSource source, OpenTelemetry openTelemetry) {
    ContextKey key = EmbeddedServer.contextKey();
    // snippet: telemetry
    PostgresStore store =
        PostgresStore.builder(source) // or url, user and password
            .contextKey(key)
            .openTelemetry(openTelemetry)
            .build();
    // end
    return store;
  }

  private static Set<String> namedFiles() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files
          .map(file -> "hermesx " + file.getFileName().toString().replace(".sql", ""))
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> section(String heading) throws IOException {
    Path page = Path.of("..", "docs", "reference", "telemetry.md");
    String text = Files.readString(page, StandardCharsets.UTF_8).replace("\r\n", "\n");
    int start = text.indexOf("\n## " + heading + "\n");
    assertThat(start).as("the section " + heading).isPositive();
    int end = text.indexOf("\n## ", start + 1);
    return LINE.matcher(text.substring(start, end < 0 ? text.length() : end))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
