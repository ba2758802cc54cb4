// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import javax.sql.DataSource;

/** The schema {@code shop} of a host, protected, with its owner and the login of its service. */
final class HostSchema {

  static final String OWNER = "shop_owner";
  static final String APPLICATION = "shop_app";

  private HostSchema() {}

  /** A fresh database of HermesX with the schema in it. */
  static TestDatabase database() {
    TestDatabase database = EmbeddedServer.database();
    database.execute(MigrationFile.resource("host-schema.sql"));
    return database;
  }

  static DataSource owner(TestDatabase database) {
    return database.login(OWNER);
  }

  static DataSource application(TestDatabase database) {
    return database.login(APPLICATION);
  }
}
