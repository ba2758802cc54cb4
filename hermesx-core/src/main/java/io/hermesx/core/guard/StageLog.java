// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The stages one call passed, what each said and how long it took. Not thread-safe. */
final class StageLog {

  private static final String PASSED = "ok";

  private final Ticker ticker;
  private final Consumer<Stage> probe;
  private final List<StageVerdict> verdicts = new ArrayList<>(Stage.values().length);
  private Stage current = Stage.RESOLVE;
  private boolean open;
  private long enteredAt;

  StageLog(Ticker ticker, Consumer<Stage> probe) {
    this.ticker = ticker;
    this.probe = probe;
  }

  /** Begins a stage; the one before has passed unless it said otherwise. */
  void enter(Stage stage) {
    say(PASSED);
    current = stage;
    open = true;
    enteredAt = ticker.nanos();
    probe.accept(stage);
  }

  /** Ends the current stage with a verdict of its own. */
  void say(String verdict) {
    if (open) {
      open = false;
      verdicts.add(
          new StageVerdict(current, verdict, Math.max(0, ticker.nanos() - enteredAt) / 1_000));
    }
  }

  /** Adds something to what the current stage says, which goes on. */
  void note(String verdict) {
    verdicts.add(new StageVerdict(current, verdict, 0));
  }

  Stage current() {
    return current;
  }

  /**
   * Returns the verdicts of the stages that have ended and forgets them: the intent takes the first
   * part.
   */
  List<StageVerdict> takeEnded() {
    List<StageVerdict> taken = List.copyOf(verdicts);
    verdicts.clear();
    return taken;
  }

  /** Ends the current stage and returns the verdicts since the last taking. */
  List<StageVerdict> take() {
    say(PASSED);
    return takeEnded();
  }
}
