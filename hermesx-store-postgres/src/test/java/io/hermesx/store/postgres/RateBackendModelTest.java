// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands, in batches of random size: PostgreSQL answers what a map in memory answers. */
class RateBackendModelTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final int BATCHES = 150;
  private static final List<Layer> LAYERS =
      RateTellers.layers(
          RateLimit.requests("bucket", 7, Duration.ofSeconds(3)).per(Dimension.USER),
          RateLimit.tokens("sliding", 50, Duration.ofSeconds(10))
              .with(new RateAlgorithm.SlidingWindow(50, Duration.ofSeconds(10))),
          RateLimit.of(
                  "exact",
                  RateUnit.REQUESTS,
                  new RateAlgorithm.ExactWindow(9, Duration.ofSeconds(5)))
              .per(Dimension.USER),
          RateLimit.calendar("hour", 400, CalendarPeriod.HOUR, ZoneId.of("Asia/Colombo")),
          RateLimit.concurrent("slots", 4, Duration.ofSeconds(8)).per(Dimension.USER),
          RateLimit.requests("watched", 3, Duration.ofSeconds(4)).shadow());
  private static final List<Layer> OF_ALL =
      RateTellers.layers(
          RateLimit.requests("all", 90, Duration.ofSeconds(9)).acrossTenants(),
          RateLimit.calendar("all-hour", 500, CalendarPeriod.HOUR, ZoneId.of("UTC"))
              .acrossTenants());

  private final AtomicLong clock = new AtomicLong();
  private final RateModel model = new RateModel();
  private final List<RatePermit> permits = new ArrayList<>();
  private final List<Command> leased = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void execute_randomCommands_answersWhatTheModelAnswers(long seed) {
    DATABASE.truncate();
    Random random = new Random(seed);
    clock.set(1_800_000_000_000_000L + random.nextInt(1_000_000));
    int done = 0;
    try (PostgresRateBackend backend = RateTellers.open(DATABASE, 1, server -> clock.get())) {
      for (int i = 0; i < BATCHES; i++) {
        // now and then back, as a clock does that is set
        clock.addAndGet(random.nextInt(12) == 0 ? -1_000_000 : random.nextInt(1_500_000));
        List<Command> batch = i % 5 == 4 ? ofAll(random) : ofTenant(random);

        List<Answer> answers = backend.execute(batch, RateTellers.PATIENCE);

        assertThat(answers).as("batch %d", i).isEqualTo(model.execute(batch, clock.get()));
        for (int n = 0; n < answers.size(); n++) {
          note(batch.get(n), answers.get(n));
          done += answers.get(n).done() ? 1 : 0;
        }
      }
    }
    assertThat(done).isGreaterThan(BATCHES);
  }

  private void note(Command command, Answer answer) {
    if (answer.decision() != null) {
      answer.decision().permit().ifPresent(permits::add);
    }
    if (command.kind() == Kind.LEASE && answer.done()) {
      Block block = new Block(0, answer.amount() / 2, command.block().until());
      leased.add(Command.block(Kind.END_LEASE, command.request(), command.layers().get(0), block));
    }
  }

  private List<Command> ofTenant(Random random) {
    List<Command> commands = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      commands.add(ofTenant(random, random.nextInt(8)));
    }
    return commands;
  }

  private Command ofTenant(Random random, int kind) {
    if (kind < 4 || permits.isEmpty()) {
      return Command.acquire(
          request(random), some(random), new UUID(random.nextLong(), random.nextLong()));
    }
    if (kind == 4) {
      return Command.peek(request(random), some(random));
    }
    RatePermit permit = permits.get(random.nextInt(permits.size()));
    Kind about = List.of(Kind.REFUND, Kind.RELEASE, Kind.RENEW).get(kind - 5);
    return Command.about(
        about,
        permit,
        LAYERS.stream().filter(layer -> permit.limits().contains(layer.limit())).toList());
  }

  private List<Command> ofAll(Random random) {
    List<Command> commands = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      boolean end = !leased.isEmpty() && random.nextBoolean();
      commands.add(end ? leased.remove(random.nextInt(leased.size())) : lease(random));
    }
    return commands;
  }

  private Command lease(Random random) {
    Layer layer = OF_ALL.get(random.nextInt(OF_ALL.size()));
    Block block = new Block(1, 1 + random.nextInt(20), clock.get() + random.nextInt(2_000_000));
    return Command.block(Kind.LEASE, request(random), layer, block);
  }

  private static List<Layer> some(Random random) {
    List<Layer> some = LAYERS.stream().filter(layer -> random.nextInt(4) > 0).toList();
    return some.isEmpty() ? LAYERS : some;
  }

  private static RateRequest request(Random random) {
    String user = List.of("alice", "bob", "b\u0000b}{\n").get(random.nextInt(3));
    return new RateRequest(
        RateTellers.ACME,
        Dimensions.none().with(Dimension.USER, user),
        1 + random.nextInt(2),
        random.nextInt(20) + 1);
  }
}
