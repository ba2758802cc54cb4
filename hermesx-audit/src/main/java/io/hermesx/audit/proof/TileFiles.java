// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.HermesException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files of a log.
 *
 * @param folder where they are
 */
record TileFiles(Path folder) {

  static final String CHECKPOINT = "checkpoint";

  private static final int MOST_DRAFTS = 100;
  private static final int MOST_OCTETS = TreeHashes.TILE * (2 + TileBundle.MOST_OCTETS);

  /** Returns the content of a file; empty if it is not there. */
  Optional<byte[]> find(Object path) {
    Path file = folder.resolve(path.toString());
    try {
      if (Files.size(file) > MOST_OCTETS) {
        throw new HermesException(
            "the file " + file + " is larger than any of a log, " + MOST_OCTETS + " octets");
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HermesException("the file " + file + " cannot be read", e);
    }
  }

  /** Returns the content of a tile, which may have become a full one in the meantime. */
  byte[] require(TilePath path) {
    return find(path)
        .or(() -> find(path.full()))
        .orElseThrow(
            () ->
                new HermesException(
                    "the folder " + folder + " has no " + path + "; write the log to it again"));
  }

  /** Writes a file that never changes. */
  void put(TilePath path, byte[] content) {
    Optional<byte[]> there = find(path);
    if (there.isPresent() && !Arrays.equals(there.get(), content)) {
      throw new HermesException(
          "the folder "
              + folder
              + " has a "
              + path
              + " with other content; find out which of the two logs was changed, and write to"
              + " another folder");
    }
    if (there.isEmpty()) {
      replace(path, content);
    }
  }

  void replace(Object path, byte[] content) {
    Path file = folder.resolve(path.toString());
    try {
      Files.createDirectories(file.resolveSibling(""));
      Path draft = draft(file, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new HermesException("the file " + file + " cannot be written", e);
    }
  }

  /** Writes beside the file, under a name that nobody else writes to. */
  private static Path draft(Path file, byte[] content) throws IOException {
    for (int i = 0; ; i++) {
      Path draft = file.resolveSibling(file.getFileName() + ".draft" + i);
      try {
        return Files.write(draft, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (FileAlreadyExistsException e) {
        if (i == MOST_DRAFTS) {
          throw e;
        }
      }
    }
  }
}
