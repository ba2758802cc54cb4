// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether a program would be gone after this JVM: bubblewrap must follow its parent, and
 * a warden must find and end what carries a mark.
 *
 * @param host the executor's, of which an account is borrowed that no execution uses
 */
record CrashProof(BubblewrapHost host) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String READY = "ready";
  private static final Path NO_FOLDER = Path.of("/nonexistent/hermesx");

  GuaranteeProof prove() {
    try {
      boolean follows = bubblewrapFollows();
      boolean found = wardenFinds();
      String evidence =
          "bubblewrap "
              + (follows ? "followed" : "did not follow")
              + " its killed parent; a warden "
              + (found ? "ended" : "did not end")
              + " a process by its mark";
      return follows && found
          ? GuaranteeProof.held(Guarantee.CRASH_CLEANUP, evidence)
          : GuaranteeProof.missing(
              Guarantee.CRASH_CLEANUP,
              evidence,
              "install grep and sleep (coreutils); as root in a container allow to look at other"
                  + " processes: docker run --cap-add SYS_PTRACE --init");
    } catch (IOException e) {
      return GuaranteeProof.missing(
          Guarantee.CRASH_CLEANUP, e.toString(), "install a POSIX shell, grep and util-linux");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return GuaranteeProof.missing(
          Guarantee.CRASH_CLEANUP, "interrupted while it was tried", "open the executor again");
    }
  }

  private boolean bubblewrapFollows() throws IOException, InterruptedException {
    String word = "hermesx-crash-" + host.mark();
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(host.commands().shell().toString(), "-c", "\"$@\" & wait", "hermesx-parent"));
    command.addAll(asAccount());
    command.addAll(
        List.of(host.commands().bubblewrap().toString(), "--unshare-all", "--die-with-parent"));
    command.addAll(List.of("--ro-bind", "/", "/", "--"));
    command.addAll(List.of("/bin/sh", "-c", "echo ready; sleep " + 2 * PATIENCE.toSeconds(), word));
    try (HostCommand parent = HostCommand.start(command, Map.of(), folder())) {
      return parent.says(READY, PATIENCE)
          && parent.kill(PATIENCE)
          && new NamedProcesses(word).awaitNone(PATIENCE);
    } finally {
      new NamedProcesses(word).end();
    }
  }

  private boolean wardenFinds() throws IOException, InterruptedException {
    String mark = host.mark() + "-decoy";
    List<String> command = new ArrayList<>(asAccount());
    command.addAll(List.of(host.commands().shell().toString(), "-c", "echo ready; exec sleep 60"));
    try (HostCommand decoy = HostCommand.start(command, Map.of(Warden.MARK, mark), folder())) {
      boolean ready = decoy.says(READY, PATIENCE);
      Warden warden = Warden.start(host.commands().shell(), mark, NO_FOLDER, List.of());
      try {
        return warden.alarm() && ready && decoy.await(PATIENCE).isPresent();
      } finally {
        warden.abandon();
      }
    }
  }

  private Path folder() {
    return host.volumes().parent();
  }

  private List<String> asAccount() {
    Optional<BubblewrapSlot> slot = host.slots().last();
    if (!host.process().isRoot() || slot.isEmpty()) {
      return List.of();
    }
    String account = Integer.toString(slot.get().account());
    return List.of(
        host.commands().setpriv().toString(),
        "--reuid",
        account,
        "--regid",
        account,
        "--clear-groups",
        "--no-new-privs");
  }
}
