// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.cgroup.ExecutorGroup;
import io.hermesx.sandbox.run.TrialEnd;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program with children that hide, as the host sees it while it runs and after it was ended.
 *
 * @param before its processes, bubblewrap's included
 * @param after those that were left
 * @param outcome how it ended
 * @param host what the executor has
 */
record TreeTrial(
    List<NamedProcesses.Member> before,
    List<NamedProcesses.Member> after,
    SandboxOutcome outcome,
    BubblewrapHost host) {

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
    if (before.size() >= LEAST) {
      host.sight().shown(before.stream().allMatch(NamedProcesses.Member::open));
    }
    execution.cancel();
    SandboxOutcome outcome = TrialEnd.of(execution).outcome();
    return new TreeTrial(before, named.find(), outcome, host);
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
        .anyMatch(heir -> heir == host.process().pid())) {
      return GuaranteeProof.missing(
          Guarantee.TREE_KILL,
          evidence + "; this process is the container's first and reaps none of them",
          "give the container an init: docker run --init");
    }
    if (host.group().isEmpty() && before.stream().anyMatch(member -> !member.open())) {
      return GuaranteeProof.missing(
          Guarantee.TREE_KILL,
          evidence + "; this process may not look at them, and no control group knows them",
          "let this process look at those of other accounts: docker run --cap-add SYS_PTRACE"
              + " (systemd: CAP_SYS_PTRACE in CapabilityBoundingSet); or let the executor use"
              + " control groups");
    }
    Optional<GuaranteeProof> outside = outsideOfItsGroup(evidence);
    if (outside.isPresent()) {
      return outside.get();
    }
    return before.size() >= LEAST && after.isEmpty()
        ? GuaranteeProof.held(Guarantee.TREE_KILL, evidence)
        : GuaranteeProof.missing(
            Guarantee.TREE_KILL,
            evidence,
            "let this process see /proc of its programs, and install setsid of util-linux");
  }

  /** A tree is ended by its group, so that it went by itself this time says nothing. */
  private Optional<GuaranteeProof> outsideOfItsGroup(String evidence) {
    List<Path> groups = host.group().map(ExecutorGroup::directories).orElse(List.of());
    boolean inside =
        groups.stream()
            .map(group -> "/" + group.getFileName() + "/")
            .allMatch(
                name ->
                    before.stream()
                        .map(NamedProcesses.Member::controlGroups)
                        .allMatch(lines -> count(lines, name) >= groups.size()));
    return inside
        ? Optional.empty()
        : Optional.of(
            GuaranteeProof.missing(
                Guarantee.TREE_KILL,
                evidence + "; some were in no control group of it",
                Remedies.shell(host.commands())));
  }

  private static long count(List<String> lines, String name) {
    return lines.stream().filter(line -> line.contains(name)).count();
  }

  /**
   * Whether the host too sees no account but an ordinary one: not this JVM's user, nor its groups,
   * if that is root.
   */
  boolean noneIsRoot() {
    return before.size() >= LEAST
        && before.stream().noneMatch(member -> member.accounts().contains(0))
        && (!host.process().isRoot()
            || before.stream().allMatch(member -> member.groups().equals(member.accounts())));
  }

  /** Whose its processes are, as the host sees them. */
  String accounts() {
    return before.stream()
        .map(member -> "user " + member.accounts() + " in groups " + member.groups())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
