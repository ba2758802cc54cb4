// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.note.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * An anchor file as its readers see it: lines that {@link FileAnchor} wrote, checked one after the
 * other. Reading takes the same memory for any length, changes nothing, and may go on while others
 * append. Immutable, so thread-safe.
 *
 * <p>A line that was edited, replaced, moved, added or removed between two others is found by the
 * hashes. Whoever can write the whole file can compute new ones, and can cut lines off its end:
 * both are found only by comparing with the end of an earlier reading.
 */
public final class AnchorFile {

  private final Path file;

  private AnchorFile(Path file) {
    this.file = file;
  }

  /** Returns the file at a path. Does no I/O. */
  public static AnchorFile at(Path file) {
    return new AnchorFile(Objects.requireNonNull(file, "file"));
  }

  /**
   * Takes what is read of an anchor file, in the order of the lines. A checkpoint under or behind a
   * line that has a fault is passed on as well if it can be read: it was anchored, by somebody.
   */
  public interface Reader {

    /**
     * Takes a line.
     *
     * <p>To compare an anchor with a log, compare origin, size and root: a log that was rewritten
     * to its old length has the same size and another root.
     *
     * @param sequence its number, from 0
     */
    void checkpoint(long sequence, Checkpoint checkpoint);

    /**
     * Takes a fault.
     *
     * @param line the number of the line in the file, from 0, whatever sequence it claims
     */
    void fault(long line, AnchorFault fault);
  }

  /**
   * Reads the file.
   *
   * @return where it ends; remember it outside, to compare the next reading with it
   * @throws AnchorException if the file cannot be read; one that is not there is no empty one
   */
  public AnchorFileEnd read(Reader reader) {
    return run(new AnchorFileCheck(reader, Optional.empty()));
  }

  /**
   * Reads the file and checks that it continues an earlier reading.
   *
   * @param earlier where it ended then
   * @return where it ends now
   * @throws AnchorException if the file cannot be read
   */
  public AnchorFileEnd readSince(AnchorFileEnd earlier, Reader reader) {
    return run(new AnchorFileCheck(reader, Optional.of(earlier)));
  }

  private AnchorFileEnd run(AnchorFileCheck check) {
    byte[] block = new byte[1 << 13];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        for (int i = 0; i < read; i++) {
          check.next(block[i]);
        }
      }
      return check.end();
    } catch (IOException e) {
      throw new AnchorException("the anchor file " + file + " cannot be read", e);
    }
  }
}
