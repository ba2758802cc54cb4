// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** How jOOQ speaks for this store: PostgreSQL's SQL, nothing logged, nothing rewritten. */
final class Dialect {

  private static final Settings SETTINGS =
      new Settings()
          .withExecuteLogging(false)
          .withExecuteWithOptimisticLocking(false)
          .withFetchWarnings(false)
          .withRenderCatalog(false);

  private Dialect() {}

  /** Returns the text of a statement, with a question mark for each of its values. */
  static String text(Query query) {
    return DSL.using(SQLDialect.POSTGRES, SETTINGS).render(query);
  }

  /** Returns what builds and runs statements on a connection, within its transaction. */
  static DSLContext on(TenantConnection connection) {
    DefaultConfiguration configuration = new DefaultConfiguration();
    configuration.set(SQLDialect.POSTGRES).set(SETTINGS).set(connection);
    return DSL.using(configuration.set(new ContextFirst(connection)));
  }
}
