// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A migration as it is shipped.
 *
 * @param version its number, from 1 without a gap
 * @param name the name of its file
 * @param sql its text
 */
record MigrationFile(int version, String name, String sql) {

  private static final String FOLDER = "migration/";

  /** All of them, in order. */
  static List<MigrationFile> all() {
    return resource(FOLDER + "index.txt").lines().map(MigrationFile::read).toList();
  }

  private static MigrationFile read(String name) {
    int version = Integer.parseInt(name.substring(1, name.indexOf("__")));
    return new MigrationFile(version, name, resource(FOLDER + name));
  }

  /** SHA-256 of the file, as it is kept beside its version. */
  Sha256 checksum() {
    return Sha256.raw(sql.getBytes(StandardCharsets.UTF_8));
  }

  static String resource(String name) {
    try (InputStream in = MigrationFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new HermesException(
            "the file " + name + " is missing from hermesx-store-postgres; use the jar unchanged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new HermesException("the file " + name + " could not be read from the jar", e);
    }
  }
}
