// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However deep a program has made folders, they go, and nothing beside them does. */
class FolderTreeTest {

  private static final int LEVELS = 20_000;
  private static final long SMALL_STACK = 256 << 10;

  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir Path onDisk;
  private Path temp;
  private Path root;
  private Path kept;

  @BeforeEach
  void make() throws IOException {
    // A busy disk takes a minute for what memory takes seconds for.
    Path place = Files.isWritable(MEMORY) ? MEMORY : onDisk;
    temp = Files.createTempDirectory(place, "hermesx-tree-");
    root = Files.createDirectory(temp.resolve("root"));
    Path outside = Files.createDirectory(temp.resolve("outside"));
    kept = Files.writeString(outside.resolve("kept"), "kept");
  }

  @AfterEach
  void clear() {
    assertThat(FolderTree.delete(temp)).isTrue();
  }

  /** From the inside out, as a path to the inside would be too long. */
  private void nest(String name, int levels) throws IOException {
    Path whole = root.resolve(name);
    Path around = root.resolve("around");
    Files.createDirectory(whole);
    for (int i = 0; i < levels; i++) {
      Files.createDirectory(around);
      Files.createSymbolicLink(around.resolve("link"), kept.getParent());
      Files.move(whole, around.resolve(name));
      Files.move(around, whole);
    }
  }

  @Test
  void delete_moreLevelsThanDescriptorsOrStack_leavesNothingAndFollowsNoLink() throws Exception {
    nest("d", LEVELS);
    AtomicBoolean deleted = new AtomicBoolean();

    Thread small =
        new Thread(null, () -> deleted.set(FolderTree.delete(root)), "small", SMALL_STACK);
    small.start();
    small.join();

    assertThat(deleted).isTrue();

    assertThat(root).doesNotExist();
    assertThat(kept).hasContent("kept");
  }

  @Test
  void delete_namesTooLongForAPath_leavesNothing() throws IOException {
    nest("n".repeat(255), 100);

    assertThat(FolderTree.delete(root)).isTrue();

    assertThat(root).doesNotExist();
    assertThat(kept).hasContent("kept");
  }

  /** The names that folders get on their way up are nothing a program could not give. */
  @Test
  void delete_namesThatFoldersAreMovedTo_areNoObstacle() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.writeString(root.resolve("hermesx-" + i), "in the way");
      Path full = Files.createDirectories(root.resolve("hermesx-" + (5 + i)).resolve("hermesx-0"));
      Files.writeString(full.resolve("hermesx-1"), "below");
    }

    assertThat(FolderTree.delete(root)).isTrue();

    assertThat(root).doesNotExist();
  }

  @Test
  void delete_lockedFoldersInLockedFolders_leavesNothing() throws IOException {
    Path inner = Files.createDirectories(root.resolve("a/b/c/d"));
    Files.writeString(inner.resolve("f"), "x");
    for (Path locked = inner; !locked.equals(temp); locked = locked.getParent()) {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    }

    assertThat(FolderTree.delete(root)).isTrue();

    assertThat(root).doesNotExist();
  }
}
