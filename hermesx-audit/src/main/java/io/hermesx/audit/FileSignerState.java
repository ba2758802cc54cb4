// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of signers in one file for all logs, which the processes of one machine may share. It
 * belongs on a disk that whoever owns the audited database cannot write, and not on a network file
 * system.
 *
 * <p>Each call takes the system's lock on the file beside it that ends in {@code .lock}, reads what
 * other processes appended, and appends one line with one {@code fsync}, however many logs it
 * moves. Where the file has grown to twice its size and by at least 1 MiB, or a process did not
 * finish its work, it is written anew beside itself, under a name that ends in {@code .new}, and
 * put in its place. A line that was being written when the machine went down is dropped: nobody was
 * told of it. Any other damage stops the file from being used.
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
    return begun(file, FileSignerState::refreshed);
  }

  /**
   * Creates a state that knows no log: once in the life of an installation.
   *
   * @throws SignerStateException if the file is there already, or cannot be written
   */
  public static FileSignerState create(Path file) {
    return begun(file, FileSignerState::create);
  }

  private static FileSignerState begun(Path file, Consumer<FileSignerState> beginning) {
    FileSignerState state = of(file);
    try {
      beginning.accept(state);
      return state;
    } catch (SignerStateException e) {
      state.close();
      throw e;
    }
  }

  private static FileSignerState of(Path file) {
    Path absolute = file.toAbsolutePath();
    return new FileSignerState(absolute, new FileJournalDisk(Path.of(absolute + ".lock")), SLACK);
  }

  private void refreshed() {
    locked(
        () -> {
          refresh();
          return true;
        });
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
  public Map<String, Checkpoint> findAll(Collection<String> origins) {
    return locked(
        () -> {
          SignerJournal now = refresh();
          Map<String, Checkpoint> found = new HashMap<>();
          for (String origin : origins) {
            now.find(origin).ifPresent(checkpoint -> found.put(origin, checkpoint));
          }
          return found;
        });
  }

  @Override
  public Map<String, Checkpoint> endingWith(String suffix) {
    return locked(() -> refresh().endingWith(suffix));
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
    // What a killed process or a failed fsync left may look written and not be: never build on it.
    if (!disk.isSettled() || before.isTorn() || isLarge(before)) {
      replace(before.compacted(changes));
    } else if (!changes.isEmpty()) {
      disk.unsettle();
      disk.append(file, before.next(changes));
      disk.force(file);
      refresh();
      disk.settle();
    }
  }

  private boolean isLarge(SignerJournal before) {
    return before.appended() > Math.max(slack, before.compact());
  }

  /** Writes the journal anew. Until the folder is forced the old one may come back. */
  private void replace(byte[] octets) throws IOException {
    Path fresh = Path.of(file + ".new");
    disk.unsettle();
    disk.empty(fresh);
    disk.append(fresh, octets);
    disk.force(fresh);
    disk.rename(fresh, file);
    disk.forceFolder(file);
    journal = SignerJournal.read(octets);
    disk.settle();
  }

  private SignerJournal refresh() throws IOException {
    SignerJournal known = journal;
    if (known != null && known.readOn(disk.read(file, known.start()))) {
      return known;
    }
    SignerJournal fresh = SignerJournal.read(disk.read(file, 0));
    if (known != null && fresh.generation() <= known.generation()) {
      throw new DamagedJournalException(
          "it does not hold any more what it held, and was not written anew: another or an older"
              + " file was put in its place");
    }
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

  /**
   * Gives back what the system lent for the lock; a state that is not needed any more is closed, so
   * that its lock does not get in the way of another instance in this process. It can be used on,
   * and closed again.
   */
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
