// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of signers in one file for all logs, which the processes of one machine may share. It
 * belongs on a disk that whoever owns the audited database cannot write, and not on a network file
 * system.
 *
 * <p>Each call takes the system's lock on the file beside it that ends in {@code .lock}, reads what
 * other processes appended, and appends one line with one {@code fsync}, however many logs it
 * moves. Where the file has grown to twice its size and by at least 1 MiB, it is written anew
 * beside itself, under a name that ends in {@code .new}, and put in its place. A line that was
 * being written when the machine went down is dropped: nobody was told of it. Any other damage
 * stops the file from being used.
 *
 * <p>Thread-safe; blocks for the disk and for other processes. Never delete the files while a
 * process uses them. An older copy in their place goes unnoticed after a restart: then a log could
 * be signed back to where the copy is, which only anchors elsewhere show.
 */
public final class FileSignerState implements SignerState, AutoCloseable {

  private static final long SLACK = 1 << 20;

  // Held over I/O on purpose: the file has one writer at a time anyway, and so have its offsets.
  private final ReentrantLock guard = new ReentrantLock();
  private final Path file;
  private final JournalDisk disk;
  private final long slack;

  private @Nullable SignerJournal journal;
  private boolean isFileForced;
  private boolean isFolderForced;
  private boolean isSuspect;

  FileSignerState(Path file, JournalDisk disk, long slack) {
    this.file = file;
    this.disk = disk;
    this.slack = slack;
  }

  /**
   * Opens a state that was created before, by this process or another.
   *
   * @throws SignerStateException if the file is not there, cannot be read or is damaged
   */
  public static FileSignerState open(Path file) {
    FileSignerState state = of(file);
    state.locked(
        () -> {
          state.refresh();
          return true;
        });
    return state;
  }

  /**
   * Creates a state that knows no log: once in the life of an installation.
   *
   * @throws SignerStateException if the file is there already, or cannot be written
   */
  public static FileSignerState create(Path file) {
    FileSignerState state = of(file);
    state.create();
    return state;
  }

  private static FileSignerState of(Path file) {
    Path absolute = file.toAbsolutePath();
    return new FileSignerState(absolute, new FileJournalDisk(Path.of(absolute + ".lock")), SLACK);
  }

  void create() {
    locked(
        () -> {
          if (disk.exists(file)) {
            throw new SignerStateException(
                "a state of signers is to be created, and the file is there already: "
                    + file
                    + "; open it, or choose another name");
          }
          replace(SignerJournal.write(0, List.of()));
          return true;
        });
  }

  @Override
  public Optional<Checkpoint> find(String origin) {
    return locked(() -> refresh().find(origin));
  }

  @Override
  public List<SignerRefusal> advance(List<SignerMove> moves) {
    SignerMove.requireDistinct(moves);
    return moves.isEmpty() ? List.of() : locked(() -> advanced(moves));
  }

  private List<SignerRefusal> advanced(List<SignerMove> moves) throws IOException {
    SignerJournal before = refresh();
    List<SignerRefusal> refusals = new ArrayList<>();
    List<Checkpoint> changes = new ArrayList<>();
    for (SignerMove move : moves) {
      Optional<Checkpoint> current = before.find(move.next().origin());
      Optional<SignerRefusal> refusal = move.refusal(current);
      refusal.ifPresent(refusals::add);
      if (refusal.isEmpty() && !current.equals(Optional.of(move.next()))) {
        changes.add(move.next());
      }
    }
    if (refusals.size() < moves.size()) {
      store(before, changes);
    }
    return List.copyOf(refusals);
  }

  private void store(SignerJournal before, List<Checkpoint> changes) throws IOException {
    boolean isRewritten = isSuspect || before.isTorn() || isLarge(before);
    isSuspect = true; // what a failed fsync leaves behind may look written and not be
    if (isRewritten) {
      replace(before.compacted(changes));
    } else {
      append(before, changes);
    }
    isSuspect = false;
  }

  private void append(SignerJournal before, List<Checkpoint> changes) throws IOException {
    try {
      if (!changes.isEmpty()) {
        disk.append(file, before.next(changes));
        isFileForced = false;
      }
      if (!isFileForced) {
        disk.force(file);
      }
      forceFolder();
    } catch (IOException e) {
      takeBack(before.end(), e);
      throw e;
    }
    refresh();
    isFileForced = true;
  }

  private boolean isLarge(SignerJournal before) {
    return before.appended() > Math.max(slack, before.compact());
  }

  private void takeBack(long length, IOException failure) {
    try {
      disk.truncate(file, length);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Writes the journal anew. Until the folder is forced the old one may come back. */
  private void replace(byte[] octets) throws IOException {
    Path fresh = Path.of(file + ".new");
    disk.truncate(fresh, 0);
    disk.append(fresh, octets);
    disk.force(fresh);
    disk.rename(fresh, file);
    isFolderForced = false;
    forceFolder();
    isFileForced = true;
    journal = SignerJournal.read(octets);
  }

  /** A process may have been killed between its rename and this: what follows relies on it. */
  private void forceFolder() throws IOException {
    if (!isFolderForced) {
      disk.forceFolder(file);
      isFolderForced = true;
    }
  }

  private SignerJournal refresh() throws IOException {
    SignerJournal known = journal;
    if (known != null) {
      long end = known.end();
      if (known.readOn(disk.read(file, known.start()))) {
        isFileForced &= known.end() == end;
        return known;
      }
    }
    SignerJournal fresh = SignerJournal.read(disk.read(file, 0));
    if (known != null && fresh.generation() <= known.generation()) {
      throw new DamagedJournalException(
          "it does not hold any more what it held, and was not written anew: another or an older"
              + " file was put in its place");
    }
    isFileForced = false;
    isFolderForced = false;
    journal = fresh;
    return fresh;
  }

  private <T> T locked(Work<T> work) {
    boolean isInterrupted = Thread.interrupted(); // it would close the channel of the lock
    guard.lock();
    try {
      return onDisk(work);
    } catch (DamagedJournalException e) {
      throw new SignerStateException(
          "the state of signers in "
              + file
              + " is damaged: "
              + e.getMessage()
              + "; nothing is signed with it. Find out what happened to it; then create a new one"
              + " and sign on from the last checkpoint that is kept elsewhere",
          e);
    } catch (IOException e) {
      throw new SignerStateException(
          "the state of signers in "
              + file
              + " cannot be read or written; check that it was created, that its disk has room"
              + " and that this process may write there",
          e);
    } finally {
      guard.unlock();
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T onDisk(Work<T> work) throws IOException {
    Closeable lock = disk.lock();
    try {
      return work.run();
    } finally {
      lock.close();
    }
  }

  /** Gives back what the system lent for the lock. The state can be used on and closed again. */
  @Override
  public void close() {
    guard.lock();
    try {
      disk.close();
    } catch (IOException e) {
      throw new SignerStateException("the lock beside " + file + " cannot be closed", e);
    } finally {
      guard.unlock();
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }
}
