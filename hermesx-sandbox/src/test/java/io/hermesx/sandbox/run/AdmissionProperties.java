// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.time.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The line against what it promises, step by step. */
class AdmissionProperties {

  private static final int TENANTS = 4;

  private record Job(int tenant, int number) {}

  /** A model: who runs, who waits by tenant in order, and since when each tenant has its seat. */
  private static final class Model {
    final List<Job> running = new ArrayList<>();
    final Map<Integer, List<Job>> waiting = new HashMap<>();
    final Map<Integer, Integer> seats = new HashMap<>();
    int turn;
    int lost;

    List<Job> line(int tenant) {
      return waiting.computeIfAbsent(tenant, absent -> new ArrayList<>());
    }

    int waiting() {
      return waiting.values().stream().mapToInt(List::size).sum();
    }

    long running(int tenant) {
      return running.stream().filter(job -> job.tenant() == tenant).count();
    }

    boolean hasRoom(int tenant, EngineSettings settings) {
      return running.size() + lost < settings.maxConcurrent()
          && running(tenant) < settings.maxConcurrentPerTenant();
    }

    void letIn(Job job) {
      running.add(job);
      seats.put(job.tenant(), ++turn);
    }
  }

  @Property(tries = 200)
  void anySteps_neverMoreThanAllowed_andNobodyIdleWhileOneMayRun(
      @ForAll @IntRange(min = 1, max = 5) int most,
      @ForAll @IntRange(min = 1, max = 5) int perTenant,
      @ForAll @IntRange(min = 0, max = 8) int line,
      @ForAll Random random) {
    EngineSettings settings =
        new EngineSettings(most, Math.min(most, perTenant), line, Ticker.system());
    Admission<Integer, Job> admission = new Admission<>(settings);
    Model model = new Model();
    for (int step = 0; step < 200; step++) {
      if (random.nextInt(5) < 3 || model.running.isEmpty()) {
        enter(admission, model, new Job(random.nextInt(TENANTS), step), settings);
      } else if (random.nextBoolean() || model.waiting() == 0) {
        leave(admission, model, random, settings);
      } else {
        withdraw(admission, model, random);
      }
      check(admission, model, settings);
    }
  }

  private static void enter(
      Admission<Integer, Job> admission, Model model, Job job, EngineSettings settings) {
    if (model.running(job.tenant()) == 0 && model.line(job.tenant()).isEmpty()) {
      model.seats.put(job.tenant(), ++model.turn);
    }
    boolean may = model.line(job.tenant()).isEmpty() && model.hasRoom(job.tenant(), settings);
    Admission.Answer<Job> answer = admission.enter(job.tenant(), job);

    assertThat(answer.entered()).isEqualTo(may);
    if (may) {
      model.letIn(job);
      return;
    }
    model.line(job.tenant()).add(job);
    answer
        .pushedOut()
        .ifPresent(
            out -> {
              List<Job> line = model.line(out.tenant());
              assertThat(line.get(line.size() - 1)).isEqualTo(out);
              line.remove(out);
              // Whoever gives way had at least as many, and still does.
              assertThat(line.size()).isGreaterThanOrEqualTo(model.line(job.tenant()).size());
            });
  }

  private static void leave(
      Admission<Integer, Job> admission, Model model, Random random, EngineSettings settings) {
    Job done = model.running.remove(random.nextInt(model.running.size()));
    boolean lose = random.nextInt(10) == 0 && model.lost + 1 < settings.maxConcurrent();
    model.lost += lose ? 1 : 0;
    List<Job> entered =
        lose ? admission.lose(done.tenant()).entered() : admission.leave(done.tenant());
    for (Job next : entered) {
      assertThat(model.hasRoom(next.tenant(), settings)).isTrue();
      assertThat(model.line(next.tenant()).get(0)).isEqualTo(next);
      for (int other = 0; other < TENANTS; other++) {
        if (!model.line(other).isEmpty() && model.hasRoom(other, settings)) {
          assertThat(model.seats.get(next.tenant())).isLessThanOrEqualTo(model.seats.get(other));
        }
      }
      model.line(next.tenant()).remove(0);
      model.letIn(next);
    }
  }

  private static void withdraw(Admission<Integer, Job> admission, Model model, Random random) {
    List<Job> all = new ArrayList<>();
    model.waiting.values().forEach(all::addAll);
    Job job = all.get(random.nextInt(all.size()));
    model.line(job.tenant()).remove(job);
    admission.withdraw(job.tenant(), job);
  }

  private static void check(
      Admission<Integer, Job> admission, Model model, EngineSettings settings) {
    assertThat(admission.waiting()).isEqualTo(model.waiting());
    assertThat(model.waiting()).isLessThanOrEqualTo(settings.maxWaiting());
    assertThat(admission.lost()).isEqualTo(model.lost);
    assertThat(model.running.size() + model.lost).isLessThanOrEqualTo(settings.maxConcurrent());
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      assertThat(model.running(tenant)).isLessThanOrEqualTo(settings.maxConcurrentPerTenant());
      assertThat(model.line(tenant).isEmpty() || !model.hasRoom(tenant, settings)).isTrue();
    }
  }

  @Example
  void tenantsThatWait_takeTurns_howeverManyOneHas() {
    Admission<String, String> admission =
        new Admission<>(new EngineSettings(1, 1, 100, Ticker.system()));
    admission.enter("a", "running");
    for (int i = 0; i < 10; i++) {
      admission.enter("a", "a" + i);
    }
    admission.enter("b", "b0");
    admission.enter("c", "c0");
    admission.enter("b", "b1");

    List<String> order = new ArrayList<>();
    String last = "a";
    for (int i = 0; i < 6; i++) {
      String next = admission.leave(last).get(0);
      order.add(next);
      last = next.substring(0, 1);
    }

    assertThat(order).containsExactly("a0", "b0", "c0", "a1", "b1", "a2");
  }

  @Example
  void places_lostToTheLast_sendEverybodyAway() {
    Admission<String, String> admission =
        new Admission<>(new EngineSettings(2, 1, 100, Ticker.system()));
    admission.enter("a", "a0");
    admission.enter("b", "b0");
    admission.enter("a", "a1");
    admission.enter("c", "c0");

    assertThat(admission.lose("a")).isEqualTo(new Admission.Loss<>(List.of(), List.of()));
    assertThat(admission.leave("b")).containsExactly("a1");
    admission.enter("b", "b1");
    assertThat(admission.lose("a")).isEqualTo(new Admission.Loss<>(List.of(), List.of("c0", "b1")));
    assertThat(admission.waiting()).isZero();
    assertThat(admission.enter("d", "d0"))
        .isEqualTo(new Admission.Answer<>(false, Optional.of("d0")));
  }

  @Example
  void fullLine_tenantWithFewer_takesThePlaceOfTheLastOfTheLongest() {
    Admission<String, String> admission =
        new Admission<>(new EngineSettings(1, 1, 4, Ticker.system()));
    admission.enter("a", "running");
    for (int i = 0; i < 4; i++) {
      admission.enter("a", "a" + i);
    }

    assertThat(admission.enter("a", "a4").pushedOut()).contains("a4");
    assertThat(admission.enter("b", "b0").pushedOut()).contains("a3");
    assertThat(admission.enter("b", "b1").pushedOut()).contains("a2");
    assertThat(admission.enter("b", "b2").pushedOut()).contains("b2");
  }
}
