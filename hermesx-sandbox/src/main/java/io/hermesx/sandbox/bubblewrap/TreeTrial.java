// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program with children that hide, as the host sees it while it runs and after it was ended.
 *
 * @param before its processes, bubblewrap's included
 * @param after those that were left
 * @param outcome how it ended
 * @param self this JVM
 */
record TreeTrial(
    List<NamedProcesses.Member> before,
    List<NamedProcesses.Member> after,
    SandboxOutcome outcome,
    long self) {

  private static final int PATIENCE_SECONDS = 10;

  /** A grandchild whose parent has gone, a child in a session of its own, and the program. */
  private static final String TREE =
      "(sh -c 'while :; do sleep 9; done' $0 &);"
          + " setsid sh -c 'while :; do sleep 9; done' $0 &"
          + " echo ready; while :; do sleep 9; done";

  private static final int LEAST = 3;

  static TreeTrial run(SandboxExecutor executor, BubblewrapHost host) {
    String word = "hermesx-tree-" + host.mark();
    NamedProcesses named = new NamedProcesses(word);
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    SandboxExecution execution =
        executor.start(
            SandboxRequest.builder("/bin/sh", "-c", TREE, word).build(),
            (stream, piece) -> ready.complete(true));
    CompletableFuture<Object> first =
        CompletableFuture.anyOf(ready, execution.result())
            .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS);
    Object unused = first.join();
    List<NamedProcesses.Member> before = named.find();
    execution.cancel();
    SandboxOutcome outcome = execution.result().join().outcome();
    return new TreeTrial(before, named.find(), outcome, host.process().pid());
  }

  GuaranteeProof treeKill() {
    String evidence =
        before.size()
            + " processes of a program that hides them, ended by force, "
            + after.size()
            + " left: "
            + outcome;
    // What ends and was left to this JVM stays a zombie for ever: it asks only about its own.
    if (before.stream()
        .map(NamedProcesses.Member::heir)
        .flatMap(Optional::stream)
        .anyMatch(heir -> heir == self)) {
      return GuaranteeProof.missing(
          Guarantee.TREE_KILL,
          evidence + "; this process is the container's first and reaps none of them",
          "give the container an init: docker run --init");
    }
    return before.size() >= LEAST && after.isEmpty()
        ? GuaranteeProof.held(Guarantee.TREE_KILL, evidence)
        : GuaranteeProof.missing(
            Guarantee.TREE_KILL,
            evidence,
            "let this process see /proc of its programs, and install setsid of util-linux");
  }

  /** Whether the host too sees no account but an ordinary one. */
  boolean noneIsRoot() {
    return before.size() >= LEAST && before.stream().noneMatch(member -> member.account() == 0);
  }
}
