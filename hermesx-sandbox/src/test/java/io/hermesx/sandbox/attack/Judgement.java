// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.core.sandbox.CapturedOutput;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the result of an attack. */
record Judgement(AttackCase attack, String secret) {

  void of(SandboxResult result, List<String> problems) {
    String outcome = text(result.outcome());
    String out = result.out().text();
    String all = out + "\n" + result.err().text();
    if (!attack.contained().contains(outcome.split(":", 2)[0])) {
      problems.add(
          "ended with " + outcome + ", allowed: " + attack.contained() + "; it said: " + all);
    }
    all.lines().filter(line -> line.startsWith("BREACH")).forEach(problems::add);
    boolean ended = result.outcome() instanceof SandboxOutcome.Exited;
    attack
        .output()
        .filter(text -> ended && !out.contains(text))
        .ifPresent(text -> problems.add("did not say '" + text + "' but: " + all));
    boolean ran = !(result.outcome() instanceof SandboxOutcome.Faulted);
    if (ran && !result.held().containsAll(attack.guarantees())) {
      problems.add("held only " + result.held());
    }
    if (all.contains(secret) || result.files().stream().anyMatch(this::hasSecret)) {
      problems.add("has what only the host may see");
    }
    captured(result.out(), problems);
    captured(result.err(), problems);
    attack
        .total()
        .filter(total -> total != result.out().totalBytes())
        .ifPresent(total -> problems.add("counted " + result.out().totalBytes()));
    attack.files().ifPresent(files -> files(result, files, problems));
  }

  private boolean hasSecret(SandboxFile file) {
    return new String(file.content(), StandardCharsets.UTF_8).contains(secret);
  }

  private void captured(CapturedOutput output, List<String> problems) {
    int kept = output.head().length + output.tail().length;
    if (kept > attack.limits().outputBytes()) {
      problems.add("kept " + kept + " octets of output");
    }
    if (attack.section().values().containsKey("whole") && output.text().indexOf('\uFFFD') >= 0) {
      problems.add("cut a character");
    }
  }

  private static void files(SandboxResult result, Set<String> expected, List<String> problems) {
    Set<String> files =
        result.files().stream().map(SandboxFile::path).collect(Collectors.toUnmodifiableSet());
    if (!files.equals(expected)) {
      problems.add(
          "handed back " + files + ", expected " + expected + ", left out " + result.leftOut());
    }
  }

  static String text(SandboxOutcome outcome) {
    if (outcome instanceof SandboxOutcome.Exited exited) {
      return "exit " + exited.code();
    } else if (outcome instanceof SandboxOutcome.Signaled signaled) {
      return "signal " + signaled.signal();
    } else if (outcome instanceof SandboxOutcome.LimitExceeded exceeded) {
      return "limit " + exceeded.limit();
    } else if (outcome instanceof SandboxOutcome.Faulted faulted) {
      return "fault: " + faulted.reason();
    }
    return outcome instanceof SandboxOutcome.TimedOut ? "timeout" : outcome.toString();
  }
}
