// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** The store on PostgreSQL. */
@NullMarked
@SuppressWarnings("requires-automatic")
module io.hermesx.store.postgres {
  requires com.zaxxer.hikari;
  requires transitive io.hermesx.core;
  requires static io.opentelemetry.api;
  requires static io.opentelemetry.context;
  requires transitive java.sql;
  requires org.jooq;
  requires static jakarta.xml.bind;
  requires static org.jspecify;
  requires org.postgresql.jdbc;

  exports io.hermesx.store.postgres;
}
