// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Batch;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Commands of one partition, with the rows of their keys: filled with what the database has, run,
 * and then asked what has to be kept. Not thread-safe; good for one transaction.
 */
final class RateWork {

  private final List<Command> commands;
  private final Map<Sha256, RateRow> rows = new LinkedHashMap<>();
  private final Map<UUID, Long> refunds = new TreeMap<>();
  private final Set<UUID> firstRefunds = new HashSet<>();
  private final boolean onlyLooks;

  RateWork(List<Command> commands) {
    this.commands = commands;
    boolean looks = true;
    for (Command command : commands) {
      for (int i = 0; i < command.keys().size(); i++) {
        Layer layer = command.layers().get(i);
        rows.computeIfAbsent(command.keys().get(i), key -> new RateRow(key, layer));
      }
      if (command.kind() == Kind.REFUND) {
        refunds.put(command.permit(), end(command));
      }
      looks &= command.kind() == Kind.PEEK;
    }
    this.onlyLooks = looks;
  }

  /** Tells whether nothing can change. */
  boolean onlyLooks() {
    return onlyLooks;
  }

  byte[][] keys() {
    return rows.values().stream().map(RateRow::key).toArray(byte[][]::new);
  }

  /** The permits to be given back, and from when on each has nothing to give any more, µs. */
  Map<UUID, Long> refunds() {
    return refunds;
  }

  /** Takes what is on record for a key. */
  void read(byte[] key, long[] numbers) {
    RateRow row = rows.get(Sha256.wrap(key));
    if (row != null) {
      row.read(numbers);
    }
  }

  /** Takes that a permit was not given back before. */
  void firstRefund(UUID permit) {
    firstRefunds.add(permit);
  }

  /** Runs the commands. */
  List<Answer> run(long clock) {
    Batch batch = new Batch(this::tally, this::isFirstRefund, RateMode.SHARED, clock);
    List<Answer> answers = new ArrayList<>(commands.size());
    for (Command command : commands) {
      Answer answer = batch.run(command);
      if (mayHaveChanged(command.kind(), answer)) {
        command.keys().forEach(key -> row(key).change());
      }
      answers.add(answer);
    }
    return answers;
  }

  /** What has to be kept: nothing where every command was refused. */
  Collection<RateRow> changed() {
    return rows.values().stream().filter(RateRow::changed).toList();
  }

  private Tally tally(Sha256 key, Layer layer) {
    return row(key).of(layer);
  }

  private RateRow row(Sha256 key) {
    RateRow row = rows.get(key);
    if (row == null) {
      throw new IllegalStateException("the key " + key + " is none of the batch");
    }
    return row;
  }

  private boolean isFirstRefund(Command command) {
    return firstRefunds.remove(command.permit());
  }

  /** Slots are freed and renewed in each layer by itself, also where not all of them are held. */
  private static boolean mayHaveChanged(Kind kind, Answer answer) {
    return switch (kind) {
      case PEEK -> false;
      case RELEASE, RENEW -> true;
      default -> answer.done();
    };
  }

  /** When nothing of what the permit took counts any more. */
  private static long end(Command command) {
    long longest = 0;
    for (Layer layer : command.layers()) {
      longest = Math.max(longest, layer.arithmetic().longest());
    }
    return command.takenAt() + Math.min(RateRow.LONGEST, longest);
  }
}
