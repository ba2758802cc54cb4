// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Batch;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What every backend has to answer: the batch on a map, which forgets nothing but what refused
 * commands saw of the time.
 */
final class RateModel {

  private final Map<Sha256, Tally> tallies = new HashMap<>();
  private final Set<UUID> returned = new HashSet<>();

  List<Answer> execute(List<Command> commands, long clock) {
    Map<Sha256, Tally> before = new HashMap<>();
    tallies.forEach((key, tally) -> before.computeIfAbsent(key, unused -> new Tally()).copy(tally));
    Batch batch =
        new Batch(
            (key, layer) -> tallies.computeIfAbsent(key, unused -> new Tally()),
            command -> returned.add(command.permit()),
            RateMode.SHARED,
            clock);
    List<Answer> answers = batch.run(commands);
    Set<Sha256> unchanged = new HashSet<>(tallies.keySet());
    for (int i = 0; i < answers.size(); i++) {
      if (!isRefused(commands.get(i), answers.get(i))) {
        unchanged.removeAll(commands.get(i).keys());
      }
    }
    unchanged.forEach(key -> tallies.put(key, before.getOrDefault(key, new Tally())));
    return answers;
  }

  private static boolean isRefused(Command command, Answer answer) {
    return switch (command.kind()) {
      case ACQUIRE, PEEK, REFUND, LEASE -> !answer.done() || command.kind() == Kind.PEEK;
      case RELEASE, RENEW, END_LEASE -> false;
    };
  }
}
