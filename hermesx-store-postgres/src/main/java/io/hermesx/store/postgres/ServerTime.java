// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.time.Instant;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The time of the transaction where a statement writes it itself, so that nobody asks for it first.
 */
final class ServerTime {

  static final Field<Instant> NOW = DSL.field("hermesx.clock()", SQLDataType.INSTANT);

  private ServerTime() {}

  /** The time of the transaction, or that of the column if it is later: time never goes back. */
  static Field<Instant> notBefore(Field<Instant> column) {
    return DSL.greatest(column, NOW);
  }
}
