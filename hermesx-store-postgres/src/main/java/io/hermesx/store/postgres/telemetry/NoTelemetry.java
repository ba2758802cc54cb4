// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import java.util.function.Function;

/** For a host that did not ask for telemetry: needs nothing of OpenTelemetry, allocates nothing. */
final class NoTelemetry implements Telemetry {

  private static final StatementSpans UNWATCHED = connection -> connection;

  @Override
  public StatementSpans statements() {
    return UNWATCHED;
  }

  @Override
  public <T> T transaction(boolean writable, Function<StatementSpans, T> work) {
    return work.apply(UNWATCHED);
  }

  @Override
  public void contextSplit() {
    // Nobody asked.
  }
}
