// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import io.hermesx.audit.FileSignerState;
import io.hermesx.audit.SignerMove;
import io.hermesx.audit.SignerRefusal;
import io.hermesx.audit.SignerState;
import io.hermesx.audit.note.Checkpoint;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A signer's state in a file that need not be there when the service starts: whoever needs it opens
 * it, and learns then what is wrong with it. Thread-safe.
 */
final class LateState implements SignerState, AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock(); // held while the file is opened
  private final Path file;
  private @Nullable FileSignerState state;

  LateState(Path file) {
    this.file = file;
  }

  @Override
  public Optional<Checkpoint> find(String origin) {
    return state().find(origin);
  }

  @Override
  public Map<String, Checkpoint> findAll(Collection<String> origins) {
    return state().findAll(origins);
  }

  @Override
  public Map<String, Checkpoint> endingWith(String suffix) {
    return state().endingWith(suffix);
  }

  @Override
  public List<SignerRefusal> advance(List<SignerMove> moves) {
    return state().advance(moves);
  }

  private FileSignerState state() {
    lock.lock();
    try {
      FileSignerState open = state == null ? FileSignerState.open(file) : state;
      state = open;
      return open;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (state != null) {
        state.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
