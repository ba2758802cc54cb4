// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.arithmetic.Arithmetic;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Batch;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import io.hermesx.core.ratelimit.shared.Tallies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Computes a call once more from the values that the script found. So the answers are those of the
 * arithmetic that every limiter has, and the script only needs to say what it did. Not thread-safe.
 */
final class Replay {

  private final Request request;
  private final Reply reply;
  private final Map<Sha256, Held> held = new HashMap<>();
  private final Set<UUID> refunded = new HashSet<>();

  Replay(Request request, Reply reply) {
    this.request = request;
    this.reply = reply;
  }

  /**
   * Returns the answers.
   *
   * @param anewSince since when the state of a command's keys is there, if other state was lost
   *     before, µs; else 0
   * @throws RateLimiterUnavailableException if the script did something else
   */
  List<Answer> run(List<Command> commands, ToLongFunction<Command> anewSince) {
    Batch known = batch(this::find, RateMode.SHARED);
    Batch anew = batch(this::find, RateMode.SHARED_ANEW);
    Batch looking = batch(this::copy, RateMode.SHARED);
    Batch lookingAnew = batch(this::copy, RateMode.SHARED_ANEW);
    List<Answer> answers = new ArrayList<>(commands.size());
    int sent = 0;
    for (Command command : commands) {
      long lost = anewSince.applyAsLong(command);
      boolean counts = lost == 0 || reply.time() - lost >= longest(command);
      if (command.kind() == Kind.PEEK) {
        answers.add((counts ? looking : lookingAnew).run(command));
      } else {
        Answer answer = (counts ? known : anew).run(command);
        requireSame(command, answer.amount(), reply.amount(sent));
        answers.add(answer);
        sent++;
      }
    }
    return answers;
  }

  private Batch batch(Tallies tallies, RateMode mode) {
    return new Batch(tallies, this::firstRefund, mode, reply.time());
  }

  private Tally find(Sha256 key, Layer layer) {
    Held found = held.get(key);
    if (found == null) {
      found = new Held(read(key, layer), layer.arithmetic());
      held.put(key, found);
    }
    layer.arithmetic().adopt(found.tally, found.arithmetic);
    found.arithmetic = layer.arithmetic();
    return found.tally;
  }

  /** For commands that look, of which the script knows nothing: they leave no trace. */
  private Tally copy(Sha256 key, Layer layer) {
    Held found = held.get(key);
    if (found == null) {
      return read(key, layer);
    }
    Tally copy = new Tally();
    copy.copy(found.tally);
    layer.arithmetic().adopt(copy, found.arithmetic);
    return copy;
  }

  private Tally read(Sha256 key, Layer layer) {
    return State.read(layer.arithmetic(), reply.value(request.indexOf(key)));
  }

  private boolean firstRefund(Command command) {
    return refunded.add(command.permit()) && reply.value(request.indexOf(command.permit())) == null;
  }

  private static long longest(Command command) {
    long longest = 0;
    for (Layer layer : command.layers()) {
      longest = Math.max(longest, layer.longest());
    }
    return longest;
  }

  private static void requireSame(Command command, long computed, long told) {
    if (computed != told) {
      throw new RateLimiterUnavailableException(
          "the script in Redis and this JVM disagree on "
              + command.kind()
              + ": "
              + told
              + " there, "
              + computed
              + " here; run one version of HermesX on a key prefix, and report this");
    }
  }

  /** A tally and the arithmetic that its numbers are of. */
  private static final class Held {
    private final Tally tally;
    private Arithmetic arithmetic;

    Held(Tally tally, Arithmetic arithmetic) {
      this.tally = tally;
      this.arithmetic = arithmetic;
    }
  }
}
