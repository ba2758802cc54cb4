// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.testkit.ChildJvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dead JVM has left goes, what belongs to a living one stays. */
class FolderSweepTest {

  private static final String KIND = "hermesx-test-";

  @TempDir Path temp;

  private void sweep() throws IOException {
    try (ExecutorFolder own = ExecutorFolder.make(temp, KIND, "rwx------")) {
      FolderSweep.beside(own, folder -> {});
    }
  }

  /** Returns the folder of a JVM that is dead. */
  private Path leftOver() throws IOException {
    try (ChildJvms jvms = ChildJvms.start(1, SweepingJvm.class, temp.toString())) {
      Path left = Path.of(jvms.ask("make").get(0));
      jvms.kill(0);
      Files.writeString(Files.createDirectories(left.resolve("a/b")).resolve("c"), "tenant data");
      return left;
    }
  }

  @Test
  void folder_whoseJvmLives_staysUntilItIsDead() throws IOException {
    try (ChildJvms jvms = ChildJvms.start(1, SweepingJvm.class, temp.toString())) {
      Path folder = Path.of(jvms.ask("make").get(0));

      sweep();
      assertThat(folder).exists();

      jvms.kill(0);
      List<Path> unmounted = new ArrayList<>();
      try (ExecutorFolder own = ExecutorFolder.make(temp, KIND, "rwx------")) {
        FolderSweep.beside(own, unmounted::add);
      }
      assertThat(unmounted).containsExactly(folder);
      assertThat(temp).isEmptyDirectory();
    }
  }

  /** A JVM that closes a file which it has locked elsewhere loses that lock. */
  @Test
  void folder_ofThisJvm_staysLockedForOthersThoughThisJvmSweeps() throws IOException {
    try (ExecutorFolder living = ExecutorFolder.make(temp, KIND, "rwx------");
        ChildJvms jvms = ChildJvms.start(1, SweepingJvm.class, temp.toString())) {
      sweep();
      assertThat(living.path()).exists();

      assertThat(jvms.ask("sweep")).containsExactly("swept");

      assertThat(living.path()).exists();
    }
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void folder_thatIsALinkOrAnothersToChange_stays() throws IOException {
    Path left = leftOver();
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path moved = Files.move(left, elsewhere.resolve(left.getFileName()));
    Files.createSymbolicLink(left, moved);

    sweep();
    assertThat(moved.resolve("a/b/c")).exists();

    Files.delete(left);
    Files.move(moved, left);
    Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwxrwxrwx"));
    sweep();
    assertThat(left.resolve("a/b/c")).exists();

    Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwxr-xr-x"));
    sweep();
    assertThat(left).doesNotExist();
  }

  @Test
  void folder_withoutALock_stays() throws IOException {
    Path left = leftOver();
    Files.delete(left.resolve("hermesx.lock"));

    sweep();

    assertThat(left.resolve("a/b/c")).exists();
  }

  @Test
  void sweep_whereOthersMayReplaceFolders_removesNothing() throws IOException {
    Path left = leftOver();
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxrwxrwx"));

    sweep();

    assertThat(left.resolve("a/b/c")).exists();
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx------"));
  }

  /** Whoever tidies the temporary folder may do so under a JVM that runs for months. */
  @Test
  void folder_thatWasTidiedAway_isMadeAgainAndStaysLockedForOthers() throws IOException {
    try (ExecutorFolder living = ExecutorFolder.make(temp, KIND, "rwxr-xr-x");
        ChildJvms jvms = ChildJvms.start(1, SweepingJvm.class, temp.toString())) {
      Files.delete(living.path().resolve("hermesx.lock"));
      living.keep();
      assertThat(jvms.ask("sweep")).containsExactly("swept");
      assertThat(living.path().resolve("hermesx.lock")).exists();

      assertThat(FolderTree.delete(living.path())).isTrue();
      living.keep();
      living.keep();

      assertThat(jvms.ask("sweep")).containsExactly("swept");
      assertThat(living.path().resolve("hermesx.lock")).exists();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(living.path())))
          .isEqualTo("rwxr-xr-x");
    }
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void folder_inWhosePlaceSomebodyMadeALink_isNotUsedAndNothingBehindItIsDeleted()
      throws IOException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("precious"), "");
    ExecutorFolder living = ExecutorFolder.make(temp, KIND, "rwx------");
    assertThat(FolderTree.delete(living.path())).isTrue();
    Files.createSymbolicLink(living.path(), elsewhere);

    assertThatThrownBy(living::keep)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(living.path().toString())
        .hasMessageContaining("somebody else")
        .hasMessageContaining("close this executor and open another");
    living.close();

    assertThat(elsewhere.resolve("precious")).exists();
  }

  @Test
  void foldersWhoseMakingWasNeverEnded_goWhenTheyAreOldAndOurs() throws IOException {
    Path old = unfinished("old", Duration.ofHours(2), "rwx------");
    Path young = unfinished("young", Duration.ofMinutes(30), "rwx------");
    Path others = unfinished("others", Duration.ofHours(2), "rwxrwxrwx");

    sweep();

    assertThat(old).doesNotExist();
    assertThat(young.resolve("hermesx.lock")).exists();
    assertThat(others.resolve("hermesx.lock")).exists();
  }

  private Path unfinished(String name, Duration age, String permissions) throws IOException {
    Path made = Files.createDirectory(temp.resolve("hermesx-making-" + name));
    Files.createFile(made.resolve("hermesx.lock"));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    FileTime now = Files.getLastModifiedTime(made);
    return Files.setLastModifiedTime(made, FileTime.from(now.toInstant().minus(age)));
  }
}
