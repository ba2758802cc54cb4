// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A state in front of another: subclasses let it fail. */
class ForwardingSignerState implements SignerState {

  private final SignerState state;

  ForwardingSignerState(SignerState state) {
    this.state = state;
  }

  @Override
  public Optional<Checkpoint> find(String origin) {
    return state.find(origin);
  }

  @Override
  public Map<String, Checkpoint> findAll(Collection<String> origins) {
    return state.findAll(origins);
  }

  @Override
  public Map<String, Checkpoint> endingWith(String suffix) {
    return state.endingWith(suffix);
  }

  @Override
  public List<SignerRefusal> advance(List<SignerMove> moves) {
    return state.advance(moves);
  }
}
