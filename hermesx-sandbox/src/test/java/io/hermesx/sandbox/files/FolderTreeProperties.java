// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a tree looks like, all of it goes and nothing else. */
class FolderTreeProperties {

  @Property(tries = 100)
  void tree_deleted_isGoneAndWhatItsLinksLeadToIsNot(
      @ForAll long seed, @ForAll @IntRange(max = 120) int entries) throws IOException {
    Path temp = Files.createTempDirectory("hermesx-tree-");
    try {
      Path root = Files.createDirectory(temp.resolve("root"));
      Path outside = Files.createDirectories(temp.resolve("outside/inner"));
      Path kept = Files.writeString(outside.resolve("kept"), "kept");

      grow(root, outside.getParent(), new Random(seed), entries);

      assertThat(FolderTree.delete(root)).isTrue();
      assertThat(root).doesNotExist();
      assertThat(kept).hasContent("kept");
      Files.delete(kept);
    } finally {
      assertThat(FolderTree.delete(temp)).isTrue();
    }
  }

  private static void grow(Path root, Path outside, Random random, int entries) throws IOException {
    List<Path> folders = new ArrayList<>(List.of(root));
    for (int i = 0; i < entries; i++) {
      Path parent = folders.get(random.nextInt(folders.size()));
      Path entry = parent.resolve("hermesx-" + random.nextInt(entries));
      if (Files.exists(entry, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      switch (random.nextInt(4)) {
        case 0 -> Files.writeString(entry, "x");
        case 1 -> Files.createSymbolicLink(entry, outside);
        default -> folders.add(Files.createDirectory(entry));
      }
    }
    for (int i = folders.size() - 1; i > 0; i--) {
      if (random.nextInt(4) == 0) {
        Files.setPosixFilePermissions(folders.get(i), PosixFilePermissions.fromString("---------"));
      }
    }
  }
}
