// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.arithmetic.Arithmetic;
import io.hermesx.core.ratelimit.arithmetic.Attempt;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Taken;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import java.util.List;
import java.util.function.Predicate;

/**
 * Executes commands on tallies, one after the other, each seeing what those before it did. Not
 * thread-safe; whoever owns the tallies holds them still meanwhile.
 */
public final class Batch {

  private final Tallies tallies;
  private final Predicate<Command> firstRefund;
  private final RateMode mode;
  private final long clock;

  /**
   * Creates a batch.
   *
   * @param tallies where keys are found
   * @param firstRefund tells whether a refund is the first of its permit, and remembers it
   * @param mode on what knowledge it is decided
   * @param clock the time, µs
   */
  public Batch(Tallies tallies, Predicate<Command> firstRefund, RateMode mode, long clock) {
    this.tallies = tallies;
    this.firstRefund = firstRefund;
    this.mode = mode;
    this.clock = clock;
  }

  /** Executes all of them. */
  public List<Answer> run(List<Command> commands) {
    return commands.stream().map(this::run).toList();
  }

  /** Executes one. */
  public Answer run(Command command) {
    return switch (command.kind()) {
      case ACQUIRE -> acquire(command);
      case PEEK -> peek(command);
      case REFUND -> refund(command);
      case RELEASE -> release(command);
      case RENEW -> renew(command);
      case LEASE -> lease(command);
      case END_LEASE -> endLease(command);
    };
  }

  private Answer acquire(Command command) {
    Attempt attempt = attempt(command, found(command));
    RateDecision decision =
        attempt.fits() ? attempt.take(command.permit(), mode) : attempt.look(mode);
    return new Answer(decision.allowed() ? 1 : 0, decision, attempt.now());
  }

  private Answer peek(Command command) {
    Tally[] copies = found(command);
    for (int i = 0; i < copies.length; i++) {
      Tally copy = new Tally();
      copy.copy(copies[i]);
      copies[i] = copy;
    }
    Attempt attempt = attempt(command, copies);
    RateDecision decision = attempt.look(mode);
    return new Answer(decision.allowed() ? 1 : 0, decision, attempt.now());
  }

  private Answer refund(Command command) {
    if (!firstRefund.test(command)) {
      return new Answer(0, null, clock);
    }
    Tally[] found = found(command);
    Attempt attempt = attempt(command, found);
    boolean any = false;
    for (int i = 0; i < found.length; i++) {
      Layer layer = command.layers().get(i);
      Taken taken = new Taken(command.permit(), layer.cost(command.request()), command.takenAt());
      any |= layer.arithmetic().giveBack(found[i], taken, attempt.now());
    }
    return new Answer(any ? 1 : 0, null, attempt.now());
  }

  /** Freed if any slot was: another may have ended by itself. */
  private Answer release(Command command) {
    Answer freed =
        slots(command, (arithmetic, tally, now) -> arithmetic.release(tally, command.permit()));
    return new Answer(freed.done() ? 1 : 0, null, freed.now());
  }

  /** Renewed if all slots were: with one of them gone the call runs beside a limit. */
  private Answer renew(Command command) {
    Answer renewed =
        slots(command, (arithmetic, tally, now) -> arithmetic.renew(tally, command.permit(), now));
    long limits = command.layers().stream().filter(Batch::hasSlots).count();
    return new Answer(renewed.amount() == limits ? 1 : 0, null, renewed.now());
  }

  private Answer slots(Command command, SlotAction action) {
    Tally[] found = found(command);
    Attempt attempt = attempt(command, found);
    int done = 0;
    for (int i = 0; i < found.length; i++) {
      Layer layer = command.layers().get(i);
      if (hasSlots(layer)) {
        done += action.on(layer.arithmetic(), found[i], attempt.now()) ? 1 : 0;
      }
    }
    return new Answer(done, null, attempt.now());
  }

  private static boolean hasSlots(Layer layer) {
    return layer.limit().algorithm() instanceof Concurrency;
  }

  /** The time until which it may be spent is cut to what the arithmetic can promise. */
  private Answer lease(Command command) {
    Tally[] found = found(command);
    Attempt attempt = attempt(command, found);
    Arithmetic arithmetic = only(command).arithmetic();
    Block asked = command.block();
    long until = arithmetic.leaseEnd(attempt.now(), asked.until());
    long amount =
        until <= attempt.now()
            ? 0
            : arithmetic.lease(
                found[0], new Block(asked.least(), asked.amount(), until), attempt.now());
    return new Answer(amount, attempt.look(mode), attempt.now());
  }

  private Answer endLease(Command command) {
    Tally[] found = found(command);
    Attempt attempt = attempt(command, found);
    only(command).arithmetic().endLease(found[0], command.block(), attempt.now());
    return new Answer(1, null, attempt.now());
  }

  private Attempt attempt(Command command, Tally[] found) {
    return new Attempt(command.request(), command.layers(), found, clock);
  }

  private Tally[] found(Command command) {
    Tally[] found = new Tally[command.keys().size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = tallies.find(command.keys().get(i), command.layers().get(i));
    }
    return found;
  }

  private static Layer only(Command command) {
    return command.layers().get(0);
  }

  /** What is done to a layer that has slots. */
  private interface SlotAction {
    boolean on(Arithmetic arithmetic, Tally tally, long now);
  }
}
