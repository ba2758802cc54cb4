// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.verifier.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same events are the same octets on another major version of PostgreSQL. */
class OtherMajorBundleTest {

  @TempDir Path folder;

  private record Written(String bundle, String anchors) {}

  private Written write(TestDatabase database, String name) throws Exception {
    Path anchors = folder.resolve(name);
    try (PostgresStore store = database.emptyStore()) {
      SignedLogs.write(store.auditLog(), anchors);
      return new Written(
          SignedLogs.bundle(store.auditLog(), SignedLogs.ALL), Files.readString(anchors));
    }
  }

  @Test
  void logs_onAnotherMajor_areTheSameOctets() throws Exception {
    TestDatabase other = OtherMajor.database();
    TestDatabase embedded = EmbeddedServer.database();

    Written there = write(other, "there");

    assertThat(OtherMajor.major(other)).isNotEqualTo(OtherMajor.major(embedded));
    assertThat(there).isEqualTo(write(embedded, "here"));
    assertThat(SignedLogs.verify(there.bundle(), folder.resolve("there")).outcome())
        .isEqualTo(Outcome.OK);
  }

  @Test
  void script_onAnotherMajor_makesTheSameOctets() throws Exception {
    TestDatabase other = OtherMajor.database();
    Psql psql = Psql.find(folder);
    Written written = write(other, "there");

    Psql.Ran ran =
        psql.export(
            other,
            new Psql.Session("postgres", ""),
            "--installation",
            SignedLogs.INSTALLATION,
            "--all");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEqualTo(written.bundle());
  }
}
