// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.HermesException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a log. A file is forced to the disk before it gets its name, and its name before the
 * next file is written, so that no checkpoint outlives what it speaks of.
 *
 * @param folder where they are
 * @param disk what writes them
 */
record TileFiles(Path folder, TileDisk disk) {

  static final String CHECKPOINT = "checkpoint";

  private static final String DRAFT = ".draft";
  private static final Pattern NAME =
      Pattern.compile(".*\\.draft([0-9]{1,18})-([0-9]{1,18})-[0-9]{1,3}");
  private static final ProcessHandle OWN = ProcessHandle.current();
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
    Path file = folder.resolve(path.toString()).toAbsolutePath();
    Path beside = file.resolveSibling("");
    try {
      make(beside);
      sweep(beside);
      Path draft = draft(file, content);
      disk.force(draft);
      disk.move(draft, file);
      disk.forceFolder(beside);
    } catch (IOException e) {
      throw new HermesException("the file " + file + " cannot be written", e);
    }
  }

  /** Makes a folder that is not there, durably. */
  private void make(Path wanted) throws IOException {
    Path above = wanted.getParent();
    if (above != null && !Files.isDirectory(wanted)) {
      make(above);
      Files.createDirectories(wanted);
      disk.forceFolder(above);
    }
  }

  /** Writes beside the file, under a name that nobody else writes to. */
  private Path draft(Path file, byte[] content) throws IOException {
    String name = file.getFileName() + DRAFT + OWN.pid() + "-" + started() + "-";
    for (int i = 0; ; i++) {
      Path draft = file.resolveSibling(name + i);
      try {
        disk.create(draft, content);
        return draft;
      } catch (FileAlreadyExistsException e) {
        if (i == MOST_DRAFTS) {
          throw e;
        }
      }
    }
  }

  /** Deletes the drafts of processes that are gone. */
  private static void sweep(Path beside) throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(beside, "*" + DRAFT + "*-*")) {
      for (Path draft : drafts) {
        Matcher matcher = NAME.matcher(draft.getFileName().toString());
        if (matcher.matches() && isGone(Long.parseLong(matcher.group(1)), matcher.group(2))) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }

  /** In a container each process may have the number of the one before it. */
  private static boolean isGone(long writer, String started) {
    return writer == OWN.pid() ? !started.equals(started()) : ProcessHandle.of(writer).isEmpty();
  }

  /** When this process began; the same whenever it is asked. */
  private static String started() {
    return OWN.info().startInstant().map(time -> Long.toString(time.toEpochMilli())).orElse("0");
  }
}
