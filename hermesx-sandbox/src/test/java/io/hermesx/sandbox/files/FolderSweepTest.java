// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.ChildJvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dead JVM has left goes, what belongs to a living one stays. */
class FolderSweepTest {

  private static final String KIND = "hermesx-test-";

  @TempDir Path temp;

  private void sweep() throws IOException {
    try (ExecutorFolder own = ExecutorFolder.make(temp, KIND)) {
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
      try (ExecutorFolder own = ExecutorFolder.make(temp, KIND)) {
        FolderSweep.beside(own, unmounted::add);
      }
      assertThat(unmounted).containsExactly(folder);
      assertThat(temp).isEmptyDirectory();
    }
  }

  /** A JVM that closes a file which it has locked elsewhere loses that lock. */
  @Test
  void folder_ofThisJvm_staysLockedForOthersThoughThisJvmSweeps() throws IOException {
    try (ExecutorFolder living = ExecutorFolder.make(temp, KIND);
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
}
