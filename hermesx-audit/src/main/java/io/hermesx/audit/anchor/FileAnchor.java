// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.CheckpointAnchor;
import io.hermesx.audit.ConsistencyProofs;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.Note;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An anchor that is an append-only file outside the audited database: one line for each checkpoint,
 * each hashed together with the line before. The same checkpoint again gets the line that it has,
 * if that is the last one, or the last of this anchor. Put it where whoever owns the database
 * cannot write: another machine's file system, a medium that is written once, a file that only the
 * operating system's append attribute lets grow.
 *
 * <p>The receipt is the line. It is on the disk, with the file's entry in its folder, before it is
 * returned. A last line that a crash cut off was never returned to anybody and is taken away by the
 * next one. What was changed or removed between other lines is found by {@link AnchorFile}. Lines
 * removed from the end leave a shorter file that is right in itself: they are missed by whoever
 * remembers them. This anchor remembers the last line it wrote, as long as it lives, and writes
 * nothing behind a file that has it no longer.
 *
 * <p>Thread-safe. Several processes may share a file, on a file system whose locks they share; a
 * file beside it with {@code .lock} behind its name is there for that. In one process, make one
 * anchor for a file. {@link #anchor} blocks for a lock and a write that reaches the disk.
 */
public final class FileAnchor implements CheckpointAnchor {

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable WrittenLine last;

  private FileAnchor(Path file) {
    this.file = file;
  }

  /**
   * Returns an anchor that appends to a file, which it makes if it is not there; its folder must
   * be. Does no I/O.
   */
  public static FileAnchor of(Path file) {
    return new FileAnchor(file.toAbsolutePath());
  }

  @Override
  public String name() {
    return "file";
  }

  /**
   * Appends a line, unless the checkpoint has the last one.
   *
   * @throws io.hermesx.audit.note.NoteRefusedException if the octets are no checkpoint's note
   * @throws AnchorException if the file cannot be written, or is not what this anchor left
   */
  @Override
  public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
    Checkpoint said = Checkpoint.parse(Note.parse(checkpoint).text());
    lock.lock(); // held over I/O on purpose: a line can only follow the one that is on the disk
    try (AnchorFileWriter out = AnchorFileWriter.open(file)) {
      WrittenLine written = out.append(said, last);
      last = written;
      return written.line().octets();
    } catch (IOException e) {
      throw new AnchorException("the anchor file " + file + " cannot be written", e);
    } catch (OverlappingFileLockException e) {
      throw new AnchorException(
          "another anchor of this process writes to " + file + "; make one for each file", e);
    } finally {
      lock.unlock();
    }
  }
}
