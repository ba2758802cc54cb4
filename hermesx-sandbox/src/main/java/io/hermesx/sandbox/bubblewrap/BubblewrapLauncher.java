// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.cgroup.GroupClaim;
import io.hermesx.sandbox.cgroup.GroupLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts programs in bubblewrap, each in a slot of its own. Called on one thread that never ends:
 * bubblewrap dies with the thread that started it. Slots come back on any thread.
 */
final class BubblewrapLauncher {

  /** bubblewrap takes 9,000 with its own, whether on the command line or from a descriptor. */
  private static final int MOST_ARGUMENTS = 8_900;

  /** bubblewrap itself outside, and its number 1 inside. */
  private static final int OWN_PROCESSES = 2;

  private static final byte[] GO = "go\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK = 512;

  /** A limit of the kernel's on each process, behind the executor's on all of them. */
  private static final int SECONDS_BEHIND = 2;

  private final BubblewrapHost host;
  private final List<String> seal;
  private final ConcurrentLinkedDeque<BubblewrapSlot> idle;
  private final AtomicLong count = new AtomicLong();

  BubblewrapLauncher(BubblewrapHost host, List<String> seal, List<BubblewrapSlot> slots) {
    this.host = host;
    this.seal = List.copyOf(seal);
    this.idle = new ConcurrentLinkedDeque<>(slots);
  }

  /**
   * Starts a program.
   *
   * @throws IOException if it could not be started; nothing of it is left
   */
  BubblewrapRun launch(SandboxRequest request) throws IOException {
    requireArguments(request);
    BubblewrapSlot slot = idle.pollFirst();
    if (slot == null) {
      throw new IOException("all slots are in use; admit fewer executions at the same time");
    }
    Optional<GroupClaim> claim = Optional.empty();
    try {
      tell(slot, request);
      claim = host.group().map(group -> group.claim(groupLimits(request.limits())));
      return start(slot, claim, request);
    } catch (IOException | RuntimeException e) {
      claim.ifPresent(GroupClaim::close);
      giveBack(slot);
      throw e;
    }
  }

  private static void requireArguments(SandboxRequest request) throws IOException {
    int arguments = request.argv().size() + 3 * request.environment().size();
    if (arguments > MOST_ARGUMENTS) {
      throw new IOException(
          "the program has "
              + request.argv().size()
              + " arguments and "
              + request.environment().size()
              + " variables, allowed: "
              + MOST_ARGUMENTS
              + " together, a variable counting three; pass more as input or in a file");
    }
  }

  private void tell(BubblewrapSlot slot, SandboxRequest request) throws IOException {
    List<String> told = new ArrayList<>(RootLayout.writable(request.limits().diskBytes()));
    told.addAll(seal);
    request
        .environment()
        .forEach((name, value) -> told.addAll(List.of("--setenv", name, value)));
    slot.status().truncate(0);
    slot.arguments().write(slot.constant(), ArgumentOctets.of(told));
  }

  private static GroupLimits groupLimits(SandboxLimits limits) {
    return GroupLimits.of(limits.memoryBytes(), limits.processes() + OWN_PROCESSES);
  }

  private BubblewrapRun start(
      BubblewrapSlot slot, Optional<GroupClaim> claim, SandboxRequest request) throws IOException {
    String mark = host.mark() + "." + count.incrementAndGet();
    Process process =
        HostProcess.start(command(slot, claim, request), Map.of(Warden.MARK, mark));
    BubblewrapRun run =
        new BubblewrapRun(process, new MarkedProcesses(mark), slot, claim, this::giveBack);
    try {
      if (host.process().isRoot()) {
        own(process.pid(), slot.account());
      }
      process.getOutputStream().write(GO);
      process.getOutputStream().flush();
      return run;
    } catch (IOException | RuntimeException e) {
      run.kill();
      throw e;
    }
  }

  /** Pipes belong to who made them: without this, nobody inside could open /dev/stdout. */
  private static void own(long pid, int account) throws IOException {
    for (int descriptor = 0; descriptor < 3; descriptor++) {
      Files.setAttribute(Path.of("/proc/" + pid + "/fd/" + descriptor), "unix:uid", account);
    }
  }

  private List<String> command(
      BubblewrapSlot slot, Optional<GroupClaim> claim, SandboxRequest request) {
    List<String> command = new ArrayList<>(host.hop());
    command.add(Long.toString(host.process().pid()));
    command.add(Integer.toString(slot.arguments().descriptor()));
    command.add(Integer.toString(slot.status().descriptor()));
    command.add(Integer.toString(host.filter().descriptor()));
    SandboxLimits limits = request.limits();
    command.add(Long.toString(Math.min(limits.openFiles(), host.process().mostFiles())));
    command.add(Long.toString(limits.diskBytes() / BLOCK));
    command.add(Long.toString(limits.cpu().toSeconds() + SECONDS_BEHIND));
    command.add(host.process().isRoot() ? Integer.toString(slot.account()) : "-");
    claim.ifPresent(
        group -> group.entryFiles().forEach(file -> command.add(file.toString())));
    command.add("--");
    command.add(host.commands().bubblewrap().toString());
    command.add(host.commands().setpriv().toString());
    command.add("--");
    command.addAll(request.argv());
    return command;
  }

  private void giveBack(BubblewrapSlot slot) {
    idle.addFirst(slot);
  }
}
