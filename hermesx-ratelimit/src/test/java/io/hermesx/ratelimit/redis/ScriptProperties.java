// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Arithmetic;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Batch;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import io.hermesx.core.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The script does what {@link Batch} does: the same answers, and values in Redis that are those of
 * the tallies, for commands of all kinds on limits of all kinds, whatever the clock does.
 */
class ScriptProperties {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long START = 1_795_000_000_000_000L;

  private static RedisProcess redis;

  @BeforeContainer
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterContainer
  static void stopRedis() {
    redis.close();
  }

  @Property(tries = 600, shrinking = ShrinkingMode.OFF)
  void script_anyTrace_answersAndKeepsWhatTheArithmeticDoes(@ForAll long seed) {
    redis.ask("FLUSHALL");
    FakeTime.set(redis, START);
    try (RedisRateBackend backend = new RedisRateBackend(redis.settings(), FakeTime.script())) {
      new Trace(backend, new Random(seed)).run(30);
    }
  }

  /** One run: a tenant, some limits whose numbers change, and what was taken from them. */
  private static final class Trace {

    private final RedisRateBackend backend;
    private final Random random;
    private final RandomLimits limits;
    private final TenantId tenant;
    private final Layer[] layers = new Layer[8];
    private final List<RatePermit> permits = new ArrayList<>();
    private final Set<UUID> refunded = new HashSet<>();
    private long clock = START;
    private long latest = START;

    Trace(RedisRateBackend backend, Random random) {
      this.backend = backend;
      this.random = random;
      this.limits = new RandomLimits(random);
      this.tenant = new TenantId(new UUID(random.nextLong(), random.nextLong()));
      for (int i = 0; i < layers.length; i++) {
        layers[i] = limits.layer(i);
      }
    }

    void run(int most) {
      for (int done = 0; done < most; ) {
        moveClock();
        List<Command> commands = new ArrayList<>();
        // Behind a clock that was set back a call may be split, which this model knows nothing of.
        for (int i = clock < latest ? 0 : random.nextInt(8); i >= 0; i--) {
          commands.add(command());
        }
        List<Command> sent = commands.subList(0, RedisRateBackend.endOfCall(commands, 0));
        done += sent.size();
        check(sent);
      }
    }

    private void moveClock() {
      long step = limits.upTo(1L << 44);
      long moved = random.nextInt(6) == 0 ? clock - step / 64 : clock + step;
      clock = random.nextInt(4) == 0 ? clock : Math.max(START / 2, moved);
      latest = Math.max(latest, clock);
      FakeTime.set(redis, clock);
      if (random.nextInt(8) == 0) {
        int changed = random.nextInt(layers.length);
        layers[changed] = limits.layer(changed);
      }
    }

    private Command command() {
      int kind = random.nextInt(12);
      if (kind < 6 || (permits.isEmpty() && kind < 10)) {
        Command acquire = Command.acquire(request(), chosen(), UUID.randomUUID());
        return kind == 5 ? Command.peek(acquire.request(), acquire.layers()) : acquire;
      }
      if (kind < 10) {
        RatePermit permit = permits.get(random.nextInt(permits.size()));
        Kind about = kind < 8 ? Kind.REFUND : kind == 8 ? Kind.RELEASE : Kind.RENEW;
        return Command.about(about, permit, permit.limits().stream().map(Layer::new).toList());
      }
      Layer layer = layers[random.nextInt(layers.length)];
      long amount = limits.upTo(layer.limit().algorithm().capacity());
      Block block = new Block(limits.upTo(amount), amount, clock + limits.upTo(1L << 40));
      if (kind == 10) {
        return Command.block(Kind.LEASE, request(), layer, block);
      }
      long until = clock + (random.nextBoolean() ? block.until() - clock : -limits.upTo(1L << 36));
      return Command.block(Kind.END_LEASE, request(), layer, new Block(0, amount, until));
    }

    private List<Layer> chosen() {
      List<Layer> chosen = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        Layer layer = layers[random.nextInt(layers.length)];
        if (!chosen.contains(layer)) {
          chosen.add(layer);
        }
      }
      return chosen;
    }

    private RateRequest request() {
      return new RateRequest(
          tenant, Dimensions.none(), limits.upTo(1L << 30), limits.upTo(1L << 41));
    }

    /** Compares with a batch that runs on the values as they were before. */
    private void check(List<Command> commands) {
      Map<Sha256, Layer> keys = new LinkedHashMap<>();
      for (Command command : commands) {
        for (int i = 0; i < command.keys().size(); i++) {
          keys.putIfAbsent(command.keys().get(i), command.layers().get(i));
        }
      }
      Map<Sha256, byte[]> before = values(keys);
      Model model = new Model(before);
      Batch batch = new Batch(model::find, c -> refunded.add(c.permit()), RateMode.SHARED, clock);
      Batch looking = new Batch(model::copy, c -> true, RateMode.SHARED, clock);
      List<Answer> expected =
          commands.stream().map(c -> (c.kind() == Kind.PEEK ? looking : batch).run(c)).toList();
      List<Answer> answers = backend.execute(commands, PATIENCE);
      for (int i = 0; i < commands.size(); i++) {
        requireSame(answers.get(i), expected.get(i));
        RateDecision decision = answers.get(i).decision();
        if (decision != null) {
          decision.permit().ifPresent(permits::add);
        }
      }
      long now = expected.stream().mapToLong(Answer::now).max().orElseThrow();
      Map<Sha256, byte[]> after = values(keys);
      keys.keySet()
          .forEach(key -> requireKept(model.at(now), key, before.get(key), after.get(key)));
    }

    private void requireSame(Answer answer, Answer expected) {
      assertThat(answer.amount()).isEqualTo(expected.amount());
      assertThat(answer.now()).isEqualTo(expected.now());
      RateDecision decision = answer.decision();
      RateDecision other = expected.decision();
      assertThat(decision == null).isEqualTo(other == null);
      if (decision != null && other != null) {
        assertThat(decision.allowed()).isEqualTo(other.allowed());
        assertThat(decision.permit()).isEqualTo(other.permit());
        assertThat(decision.states()).isEqualTo(other.states());
        assertThat(decision.mode()).isEqualTo(other.mode());
      }
    }

    /** Written as computed, or left alone where only time went by. */
    private void requireKept(Model model, Sha256 key, byte[] before, byte[] after) {
      Tally tally = model.tallies.get(key);
      Arithmetic arithmetic = model.arithmetics.get(key);
      if (tally == null || arithmetic == null) {
        assertThat(after).isEqualTo(before);
        return;
      }
      byte[] expected = State.write(arithmetic, tally);
      if (after != null && Arrays.equals(after, expected)) {
        return;
      }
      assertThat(after).isEqualTo(before);
      if (model.adopted.contains(key)) {
        return; // what another limit's numbers made of it was not kept, as nothing was taken
      }
      Tally left = State.read(arithmetic, before);
      arithmetic.advance(left, model.latest);
      arithmetic.advance(tally, model.latest);
      assertThat(counted(arithmetic, left)).isEqualTo(counted(arithmetic, tally));
    }

    /**
     * All but when an exact window last dropped a call, which each command does at its own time.
     */
    private static byte[] counted(Arithmetic arithmetic, Tally tally) {
      byte[] value = State.write(arithmetic, tally);
      return arithmetic.kind() == 'e' ? Arrays.copyOfRange(value, 8, value.length) : value;
    }

    private Map<Sha256, byte[]> values(Map<Sha256, Layer> keys) {
      RedisKeys names = new RedisKeys("test:");
      Map<Sha256, byte[]> values = new HashMap<>();
      keys.keySet()
          .forEach(
              key -> {
                byte[] name = names.limit(tenant.value().toString(), key);
                values.put(
                    key, (byte[]) redis.answer("GET", new String(name, StandardCharsets.US_ASCII)));
              });
      return values;
    }
  }

  /** The tallies that a batch finds. */
  private static final class Model {

    private final Map<Sha256, byte[]> before;
    private final Map<Sha256, Tally> tallies = new HashMap<>();
    private final Map<Sha256, Arithmetic> arithmetics = new HashMap<>();
    private final Set<Sha256> adopted = new HashSet<>();

    private long latest;

    Model(Map<Sha256, byte[]> before) {
      this.before = before;
    }

    Tally find(Sha256 key, Layer layer) {
      Tally tally =
          tallies.computeIfAbsent(key, k -> State.read(layer.arithmetic(), before.get(k)));
      Arithmetic last = arithmetics.put(key, layer.arithmetic());
      if (last != null && !last.equals(layer.arithmetic())) {
        adopted.add(key);
        layer.arithmetic().adopt(tally, last);
      }
      return tally;
    }

    Tally copy(Sha256 key, Layer layer) {
      Tally known = tallies.get(key);
      if (known == null) {
        return State.read(layer.arithmetic(), before.get(key));
      }
      Tally copy = new Tally();
      copy.copy(known);
      layer.arithmetic().adopt(copy, arithmetics.get(key));
      return copy;
    }

    /**
     * Says when the last answer was given. The commands that answer the time of the clock may have
     * moved tallies to a later one.
     */
    Model at(long now) {
      latest = now;
      tallies.forEach(
          (key, tally) -> latest = Math.max(latest, arithmetics.get(key).notBefore(tally)));
      return this;
    }
  }
}
