// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.guard.LoopBreaker;
import io.hermesx.core.guard.LoopCall;
import io.hermesx.core.guard.LoopLimits;
import io.hermesx.core.guard.LoopVerdict;
import io.hermesx.core.guard.LoopVerdict.Action;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the battery: a name and steps, each with the verdict it must get. The head of the file
 * describes the steps.
 */
final class LoopScript {

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern TIMES = Pattern.compile("(.+)\\*(\\d+)");
  private static final Pattern CALL =
      Pattern.compile("([psi])([A-Za-z]+)\\.([\\w#]+)([=!])([\\w#]+)/(.+)");
  private static final Pattern DENIED = Pattern.compile("denied:([psi])([A-Za-z]+)\\.([\\w#]+)");

  private static final Map<String, ToolEffect> EFFECTS =
      Map.of("p", ToolEffect.PURE, "i", ToolEffect.IDEMPOTENT, "s", ToolEffect.SIDE_EFFECT);

  private final String name;
  private final List<String> steps;

  private LoopScript(String name, List<String> steps) {
    this.name = name;
    this.steps = steps;
  }

  String name() {
    return name;
  }

  /** Reads one script a line; blank lines and those that start with a number sign are comments. */
  static List<LoopScript> readAll(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(LoopScript::read)
        .toList();
  }

  private static LoopScript read(String line) {
    int colon = line.indexOf(": ");
    List<String> steps = new ArrayList<>();
    for (String step : SPACES.splitAsStream(line.substring(colon + 2).trim()).toList()) {
      Matcher times = TIMES.matcher(step);
      int count = times.matches() ? Integer.parseInt(times.group(2)) : 1;
      for (int i = 0; i < count; i++) {
        steps.add(times.matches() ? times.group(1) : step);
      }
    }
    return new LoopScript(line.substring(0, colon), steps);
  }

  /** Makes a breaker for a script. */
  @FunctionalInterface
  interface Factory {
    LoopBreaker create(LoopLimits limits, InstantSource clock);
  }

  /** Plays the script to a new breaker with standard limits, a poller and a tolerant tool. */
  void play(Factory factory) {
    LoopLimits limits =
        LoopLimits.builder()
            .poller(new ToolName("poll"))
            .failureTolerant(new ToolName("grep"))
            .maxCallsOf(new ToolName("mail"), 2)
            .build();
    MutableClock clock = MutableClock.create();
    Player player = new Player(factory.create(limits, clock), clock);
    for (int i = 0; i < steps.size(); i++) {
      player.step(steps.get(i).replace("#", "n" + i), "step " + (i + 1) + ": " + steps.get(i));
    }
  }

  /** Where a script stands. */
  private static final class Player {

    private final LoopBreaker breaker;
    private final MutableClock clock;
    private TenantId tenant = TenantId.named("acme");
    private RunId run = new RunId("run-1");

    private Player(LoopBreaker breaker, MutableClock clock) {
      this.breaker = breaker;
      this.clock = clock;
    }

    private void step(String step, String description) {
      Matcher denied = DENIED.matcher(step);
      if (denied.matches()) {
        breaker.denied(call(denied));
      } else if (step.startsWith("turn/")) {
        verify(breaker.beforeTurn(tenant, run), step.substring("turn/".length()), description);
      } else if (step.startsWith("run:")) {
        run = new RunId(step.substring("run:".length()));
      } else if (step.startsWith("tenant:")) {
        tenant = TenantId.named(step.substring("tenant:".length()));
      } else if (step.startsWith("clock:")) {
        clock.advance(Duration.parse(step.substring("clock:".length())));
      } else {
        makeCall(step, description);
      }
    }

    private void makeCall(String step, String description) {
      Matcher parts = CALL.matcher(step);
      if (!parts.matches()) {
        throw new AssertionError("no such step: " + step);
      }
      LoopCall call = call(parts);
      LoopVerdict verdict = breaker.beforeCall(call);
      verify(verdict, parts.group(6), description);
      if (verdict.action() != Action.HALT) {
        breaker.afterCall(call, hash(parts.group(5)), parts.group(4).equals("!"));
      }
    }

    private LoopCall call(Matcher parts) {
      String tool = parts.group(2);
      return new LoopCall(
          tenant,
          run,
          new ToolName(tool),
          hash(tool + "." + parts.group(3)),
          EFFECTS.get(parts.group(1)));
    }

    private static void verify(LoopVerdict verdict, String expected, String description) {
      String actual =
          switch (verdict.action()) {
            case CONTINUE -> "go";
            case WARN -> "warn:" + verdict.rule();
            case HALT -> "halt:" + verdict.rule();
          };
      assertThat(actual).as(description).isEqualTo(expected);
    }

    private static Sha256 hash(String text) {
      return Sha256.of("test", text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
