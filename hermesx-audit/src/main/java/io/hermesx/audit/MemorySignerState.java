// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of signers in memory, for tests and demonstrations: it forgets everything with the
 * process, and with it a log could sign another history after a restart. Thread-safe, does no I/O.
 */
public final class MemorySignerState implements SignerState {

  private final ReentrantLock guard = new ReentrantLock();
  private final Map<String, Checkpoint> last = new HashMap<>();

  /** Creates a state that knows no log. */
  public MemorySignerState() {}

  @Override
  public Optional<Checkpoint> find(String origin) {
    guard.lock();
    try {
      return Optional.ofNullable(last.get(origin));
    } finally {
      guard.unlock();
    }
  }

  @Override
  public Map<String, Checkpoint> endingWith(String suffix) {
    guard.lock();
    try {
      Map<String, Checkpoint> found = new HashMap<>(last);
      found.keySet().removeIf(origin -> !origin.endsWith(suffix));
      return found;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public List<SignerRefusal> advance(List<SignerMove> moves) {
    SignerMove.requireDistinct(moves);
    List<SignerRefusal> refusals = new ArrayList<>();
    guard.lock();
    try {
      for (SignerMove move : moves) {
        String origin = move.next().origin();
        move.refusal(Optional.ofNullable(last.get(origin)))
            .ifPresentOrElse(refusals::add, () -> last.put(origin, move.next()));
      }
    } finally {
      guard.unlock();
    }
    return List.copyOf(refusals);
  }
}
