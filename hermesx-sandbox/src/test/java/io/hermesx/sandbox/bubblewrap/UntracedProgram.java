// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What root holds, and notices, that may not look at processes of other accounts. Arguments: a
 * folder to write to, a bubblewrap, the word at which that one leaves a process behind, and {@code
 * groups} or {@code none}.
 */
final class UntracedProgram {

  private static final int ACCOUNT = 65_537;

  private UntracedProgram() {}

  public static void main(String[] arguments) throws Exception {
    BubblewrapSandboxExecutor.Builder builder =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .temporaryFolder(Path.of(arguments[0]))
            .bubblewrap(Path.of(arguments[1]));
    if (arguments[3].equals("none")) {
      builder.withoutControlGroups();
    }
    try (SandboxExecutor executor = builder.open()) {
      executor.proofs().stream()
          .filter(proof -> proof.guarantee() == Guarantee.TREE_KILL)
          .forEach(UntracedProgram::say);
      String word = arguments[2];
      run(
          executor,
          "daemon",
          "setsid sh -c 'while :; do sleep 9; done' $0 & sleep 60",
          "daemon-" + word);
      run(executor, "left behind", "true", "left-" + word);
    }
    alone();
  }

  private static void say(GuaranteeProof proof) {
    System.out.println(
        proof.guarantee()
            + (proof.held() ? " held" : " missing: " + proof.evidence() + "; " + proof.remedy()));
  }

  private static void run(SandboxExecutor executor, String name, String script, String word) {
    SandboxRequest request =
        SandboxRequest.builder("/bin/sh", "-c", script, word)
            .limits(SandboxLimits.STANDARD.withWall(Duration.ofSeconds(1)))
            .build();
    String outcome = executor.start(request).result().join().outcome().getClass().getSimpleName();
    System.out.println(name + ": " + outcome + ", " + new NamedProcesses(word).find().size());
  }

  private static void alone() throws IOException, InterruptedException {
    Sight sight = Sight.of(OwnProcess.read(Path.of("/proc/self")));
    MarkedProcesses marked = new MarkedProcesses("untraced", ACCOUNT, sight);
    BubblewrapCommands commands = BubblewrapCommands.find();
    String account = Integer.toString(ACCOUNT);
    List<String> command =
        new ArrayList<>(List.of(commands.setpriv().toString(), "--reuid", account, "--regid"));
    command.addAll(List.of(account, "--clear-groups", "/usr/bin/unshare", "--user", "--pid"));
    command.addAll(List.of("--fork", "/bin/sh", "-c", "echo up; exec sleep 60"));
    Process outside = HostProcess.start(command, Map.of(Warden.MARK, "untraced"));
    int unused = outside.getInputStream().read();
    ProcessHandle first = outside.children().findFirst().orElseThrow();
    System.out.println("looks: " + marked.one(first.pid()).isPresent());
    System.out.println("with its parent: " + state(marked, first));
    outside.destroyForcibly().waitFor();
    System.out.println("orphan: " + state(marked, first));
    first.destroyForcibly();
    first.onExit().join();
    System.out.println("gone: " + state(marked, first));
  }

  private static String state(MarkedProcesses marked, ProcessHandle first) {
    return "alive " + marked.maybeAlive(first.pid()) + ", hidden " + marked.mayBeHidden();
  }
}
