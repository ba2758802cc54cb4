// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.HermesException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A log as a folder of files (C2SP tlog-tiles), which web servers can serve and tools for
 * transparency logs verify: {@code checkpoint}, {@code tile/<level>/<index>} with 256 hashes each,
 * {@code tile/entries/<index>} with 256 entries each, and at the right edge tiles of fewer.
 *
 * <p>Tiles never change, and a file that is there is never overwritten with other content; only the
 * checkpoint is replaced, by one of a log that continues it. Files appear whole or not at all, and
 * are on the disk before the checkpoint that speaks of them. What a process that died was writing
 * ({@code *.draft*}) goes when something is next written beside it. Thread-safe; let one write to a
 * folder at a time, and on one machine, or its checkpoint may become an earlier one again. Methods
 * block on I/O.
 */
public final class TileFolder {

  private final TileFiles files;

  private TileFolder(TileFiles files) {
    this.files = files;
  }

  /** Returns the log in a folder, which is made when something is written. Does no I/O. */
  public static TileFolder at(Path folder) {
    return at(folder, TileDisk.REAL);
  }

  static TileFolder at(Path folder, TileDisk disk) {
    return new TileFolder(new TileFiles(folder, disk));
  }

  /**
   * Writes a log up to the size of a checkpoint, and the checkpoint last. Everything is checked on
   * the way: the hashes lead to the root, and each entry to its leaf. Takes the same memory for any
   * size; what is there already is read and compared.
   *
   * @param checkpoint of the log; its signatures are not verified here
   * @throws HermesException if hashes, entries and checkpoint contradict each other, if the folder
   *     has other content or a later checkpoint, or cannot be written. What was written before that
   *     is right and may stay
   */
  public void write(SignedCheckpoint checkpoint, TreeHashes hashes, LogEntries entries) {
    new TileExport(files, checkpoint, hashes, entries).run();
  }

  /**
   * Returns the checkpoint of the folder, with signatures that are not verified; empty if nothing
   * was written.
   *
   * @throws HermesException if it cannot be read
   * @throws io.hermesx.audit.note.NoteRefusedException if it is none
   */
  public Optional<SignedCheckpoint> checkpoint() {
    return files.find(TileFiles.CHECKPOINT).map(SignedCheckpoint::parse);
  }

  /**
   * Returns the hashes of the log, read from the tiles when asked for.
   *
   * @param size the size of a checkpoint that was written
   */
  public TreeHashes hashes(long size) {
    return new StoredTiles(files, size);
  }

  /**
   * Returns the entries of the log, read from the bundles when asked for.
   *
   * @param size the size of a checkpoint that was written
   */
  public LogEntries entries(long size) {
    return new StoredBundles(files, size);
  }
}
