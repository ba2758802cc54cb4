// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.choice;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A session that nobody can hold: each start in it is refused. */
final class RefusingSession implements SandboxSession {

  private final Choice choice;
  private final Set<Guarantee> required;
  private final AtomicBoolean closed = new AtomicBoolean();

  RefusingSession(Choice choice, Set<Guarantee> required) {
    this.choice = choice;
    this.required = Set.copyOf(required);
  }

  @Override
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    if (closed.get()) {
      throw new IllegalStateException("this sandbox session is closed; open a new one");
    }
    return new Choice.Refusal(choice.refusal(request.requiring(required).required()));
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
