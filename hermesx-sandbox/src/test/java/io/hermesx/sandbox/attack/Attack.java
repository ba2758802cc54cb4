// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs an attack in an executor and judges what came of it. */
final class Attack {

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

  /** Without files to hand back there is no need for a work folder. */
  private static final List<String> FROM_STDIN =
      List.of("/bin/sh", "-c", "cat >attacks && chmod +x attacks && exec \"$0\" \"$@\" </dev/null");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AttackCase attack;
  private final Setting setting;
  private final String marker = "hermesx-case-" + UUID.randomUUID();

  Attack(AttackCase attack, Setting setting) {
    this.attack = attack;
    this.setting = setting;
  }

  Verdict on(SandboxExecutor executor) throws Exception {
    SandboxRequest request = request();
    if (!executor.guarantees().containsAll(attack.guarantees())) {
      return refused(executor, executor.start(request).result().get());
    }
    HostState before = setting.host();
    HostProcesses processes = HostProcesses.now();
    Process beside = beside();
    List<String> problems = new ArrayList<>();
    try {
      for (int run = 0; run < attack.count("runs", 1); run++) {
        List<SandboxResult> results = together(executor, request, problems);
        results.forEach(result -> new Judgement(attack, setting.secret()).of(result, problems));
        Map<Long, String> survivors = MarkedProcesses.left(marker);
        survivors.putAll(processes.survivors());
        if (beside != null) {
          survivors.remove(beside.pid());
        }
        survivors.forEach((pid, text) -> problems.add("survives: " + pid + " " + text));
      }
    } finally {
      if (beside != null) {
        PlainRun.end(beside);
      }
    }
    problems.addAll(before.changes(setting.host()));
    return Verdict.contained(problems);
  }

  private List<SandboxResult> together(
      SandboxExecutor executor, SandboxRequest request, List<String> problems)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    List<SandboxExecution> executions = new ArrayList<>();
    for (int i = 0; i < attack.count("together", 1); i++) {
      executions.add(executor.start(request));
    }
    List<SandboxResult> results = new ArrayList<>();
    for (SandboxExecution execution : executions) {
      try {
        results.add(execution.result().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        execution.cancel();
        problems.add("no result after " + PATIENCE);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (took.compareTo(attack.within()) > 0) {
      problems.add("took " + took + ", at most " + attack.within());
    }
    return results;
  }

  private Verdict refused(SandboxExecutor executor, SandboxResult result) {
    EnumSet<Guarantee> missing = EnumSet.copyOf(attack.guarantees());
    missing.removeAll(executor.guarantees());
    if (!(result.outcome() instanceof SandboxOutcome.Refused refused
        && refused.missing().equals(missing)
        && !refused.remedy().isBlank())) {
      return new Verdict(
          Verdict.Kind.HOLE, List.of(result.outcome() + ", but missing is " + missing));
    }
    return Verdict.of(
        missing.equals(attack.guarantees()) ? Verdict.Kind.NOT_CLAIMED : Verdict.Kind.REFUSED);
  }

  private Process beside() throws IOException {
    String line = attack.section().value("beside", "");
    return line.isEmpty()
        ? null
        : PlainRun.beside(Program.run(line).argv(setting.outside(marker, Path.of("/"))));
  }

  private SandboxRequest request() throws IOException {
    Words words = setting.inside(marker);
    List<String> argv = new ArrayList<>(attack.program().argv(words));
    int argument = attack.count("argument", 0);
    if (argument > 0) {
      argv.add("x".repeat(argument));
    }
    Map<String, String> environment = new HashMap<>(Map.of("PATH", PATH, "HERMESX_CASE", marker));
    for (String word : attack.section().words("environment")) {
      String[] parts = words.in(word).split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    byte[] stdin = "x".repeat(attack.count("stdin", 0)).getBytes(StandardCharsets.US_ASCII);
    List<SandboxFile> inputs = new ArrayList<>();
    if (attack.isNative()) {
      byte[] program = Files.readAllBytes(setting.program().orElseThrow());
      if (outputs(words).isEmpty()) {
        argv.addAll(0, FROM_STDIN);
        stdin = program;
      } else {
        inputs.add(new SandboxFile("attacks", program, true));
      }
    }
    return SandboxRequest.builder(argv.toArray(String[]::new))
        .environment(environment)
        .stdin(stdin)
        .files(new SandboxFiles(inputs, outputs(words)))
        .required(attack.guarantees())
        .limits(attack.limits())
        .build();
  }

  private List<String> outputs(Words words) {
    return attack.section().words("outputs").stream().map(words::in).toList();
  }
}
