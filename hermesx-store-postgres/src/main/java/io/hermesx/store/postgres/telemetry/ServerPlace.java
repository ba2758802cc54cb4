// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the server is, as the connections say that were opened: looked up once, without asking the
 * server.
 *
 * @param attributes under the names of the semantic conventions
 */
public record ServerPlace(Attributes attributes) {

  /** Asks a connection. */
  public static ServerPlace of(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return of(connection.getMetaData().getURL(), connection.getCatalog());
    }
  }

  /** Reads the url of a connection. */
  public static ServerPlace of(@Nullable String url, @Nullable String database) {
    AttributesBuilder attributes =
        Attributes.builder().put("db.system.name", "postgresql").put("db.namespace", database);
    Properties parsed = url == null ? null : Driver.parseURL(url, null);
    if (parsed != null) {
      address(
          attributes,
          PGProperty.PG_HOST.getOrDefault(parsed),
          PGProperty.PG_PORT.getOrDefault(parsed));
    }
    return new ServerPlace(attributes.build());
  }

  /** Of several servers in the url, nobody can say which one is meant. */
  private static void address(
      AttributesBuilder attributes, @Nullable String host, @Nullable String port) {
    if (host != null && port != null && host.indexOf(',') < 0) {
      attributes.put("server.address", host).put("server.port", Long.parseLong(port));
    }
  }
}
