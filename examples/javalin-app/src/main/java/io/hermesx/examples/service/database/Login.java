// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

/**
 * Where a database is, and as whom.
 *
 * @param url a JDBC URL without user and password
 * @param user the login
 * @param password its password
 */
record Login(String url, String user, String password) {

  @Override
  public String toString() {
    return user + " at " + url;
  }
}
