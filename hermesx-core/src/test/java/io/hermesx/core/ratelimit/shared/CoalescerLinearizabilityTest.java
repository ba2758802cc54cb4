// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads ask the coalescer at once is answered as if they had asked one after the other,
 * and what had its answer before another asked comes before it: all orders of each run are tried.
 */
class CoalescerLinearizabilityTest {

  private static final int RUNS = 2_000;
  private static final int THREADS = 3;
  private static final int ACTS = 3;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TenantId TENANT = TenantId.named("acme");
  private static final List<Layer> LAYERS =
      List.of(
          new Layer(RateLimit.requests("own", 4, HOUR)),
          new Layer(RateLimit.concurrent("slots", 3, HOUR)));

  /** A command, when it was asked and answered, and what came back. */
  record Act(Command command, long asked, long answered, String answer) {}

  @Test
  void answers_areThoseOfSomeOrder() {
    Random random = new Random(7);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    int batched = 0;
    try {
      for (int run = 0; run < RUNS; run++) {
        MemoryBackend backend = new MemoryBackend(ManualTicker.create());
        List<List<Command>> scripts = scripts(random);
        List<List<Act>> acts = run(pool, backend, scripts);
        batched += backend.batches().stream().anyMatch(size -> size > 1) ? 1 : 0;

        assertThat(hasOrder(acts, new ArrayList<>())).as("run %d: %s", run, acts).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(batched).as("runs in which commands went together").isPositive();
  }

  private static List<List<Act>> run(
      ExecutorService pool, MemoryBackend backend, List<List<Command>> scripts) {
    Coalescer coalescer =
        new Coalescer(
            backend,
            new Circuits(RateLimiterListener.NONE, 3),
            new Coalescer.Queueing(PATIENCE, 100, RateLimiterListener.NONE, ManualTicker.create()));
    AtomicLong time = new AtomicLong();
    return Contention.run(
        pool,
        THREADS,
        thread ->
            () -> {
              List<Act> acts = new ArrayList<>();
              for (Command command : scripts.get(thread)) {
                long asked = time.incrementAndGet();
                Answer answer = coalescer.execute(command);
                acts.add(new Act(command, asked, time.incrementAndGet(), text(answer)));
              }
              return acts;
            });
  }

  private static List<List<Command>> scripts(Random random) {
    List<List<Command>> scripts = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      List<Command> script = new ArrayList<>();
      for (int i = 0; i < ACTS; i++) {
        script.add(command(random, new UUID(thread, i)));
      }
      scripts.add(script);
    }
    return scripts;
  }

  private static Command command(Random random, UUID id) {
    RateRequest request = new RateRequest(TENANT, Dimensions.none(), 1 + random.nextInt(2), 0);
    UUID other = new UUID(random.nextInt(THREADS), random.nextInt(ACTS));
    return switch (random.nextInt(5)) {
      case 0 -> Command.peek(request, LAYERS);
      case 1 ->
          new Command(
              Command.Kind.RELEASE,
              request,
              LAYERS,
              Command.peek(request, LAYERS).keys(),
              other,
              0,
              Command.peek(request, LAYERS).block());
      default -> Command.acquire(request, LAYERS, id);
    };
  }

  /** Tries every act that may come next after those that were chosen. */
  private static boolean hasOrder(List<List<Act>> rest, List<Act> chosen) {
    if (!answersAlike(chosen)) {
      return false;
    }
    boolean done = true;
    for (int thread = 0; thread < THREADS; thread++) {
      List<Act> own = rest.get(thread);
      if (own.isEmpty()) {
        continue;
      }
      done = false;
      if (mayComeNext(own.get(0), rest)) {
        List<List<Act>> others = new ArrayList<>(rest);
        others.set(thread, own.subList(1, own.size()));
        List<Act> longer = new ArrayList<>(chosen);
        longer.add(own.get(0));
        if (hasOrder(others, longer)) {
          return true;
        }
      }
    }
    return done;
  }

  private static boolean mayComeNext(Act act, List<List<Act>> rest) {
    return rest.stream().allMatch(own -> own.isEmpty() || own.get(0).answered() >= act.asked());
  }

  private static boolean answersAlike(List<Act> order) {
    if (order.isEmpty()) {
      return true;
    }
    List<Answer> answers =
        new MemoryBackend(ManualTicker.create())
            .execute(order.stream().map(Act::command).toList(), PATIENCE);
    int last = order.size() - 1;
    return text(answers.get(last)).equals(order.get(last).answer());
  }

  private static String text(Answer answer) {
    RateDecision decision = answer.decision();
    return answer.amount()
        + (decision == null
            ? ""
            : " " + decision.states().stream().map(LimitState::remaining).toList());
  }
}
