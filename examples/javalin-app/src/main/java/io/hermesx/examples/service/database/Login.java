// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import io.hermesx.store.postgres.ContextKey;

/**
 * Where a database is, and as whom.
 *
 * @param url a JDBC URL without user and password
 * @param user the login
 * @param password its password
 * @param contextKey the key that seals the tenant of each transaction
 */
record Login(String url, String user, String password, ContextKey contextKey) {

  @Override
  public String toString() {
    return user + " at " + url;
  }
}
