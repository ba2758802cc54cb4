// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.cgroup.ControlGroupException;
import io.hermesx.sandbox.cgroup.ExecutorGroup;
import io.hermesx.sandbox.cgroup.Facility;
import io.hermesx.sandbox.cgroup.GroupClaim;
import io.hermesx.sandbox.cgroup.GroupLimits;
import io.hermesx.sandbox.files.Reason;
import io.hermesx.sandbox.run.Backend;
import io.hermesx.sandbox.run.Launched;
import io.hermesx.sandbox.run.LostPlaceException;
import io.hermesx.sandbox.run.Spelling;
import io.hermesx.sandbox.run.WorkFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Starts programs in bubblewrap, each in a room of its own. Thread-safe. */
final class BubblewrapBackend implements Backend {

  /** bubblewrap takes 9,000 with its own, whether on the command line or from a descriptor. */
  private static final int MOST_ARGUMENTS = 8_900;

  /** bubblewrap itself outside, and its number 1 inside. */
  private static final int OWN_PROCESSES = 2;

  private static final byte[] GO = "go\n".getBytes(StandardCharsets.US_ASCII);

  private final BubblewrapHost host;
  private final ExecutorHome home;
  private final Wardenship wardenship;
  private final OwnResources owned;
  private final AtomicLong count = new AtomicLong();
  private volatile Proofs proofs = Proofs.of(List.of());
  private volatile Set<Guarantee> notInFolders = Set.of();

  /**
   * Creates a back end that claims nothing yet.
   *
   * @param owned what to give back at the end
   */
  BubblewrapBackend(
      BubblewrapHost host, ExecutorHome home, Wardenship wardenship, OwnResources owned) {
    this.host = host;
    this.home = home;
    this.wardenship = wardenship;
    this.owned = owned;
  }

  /**
   * Claims what was proven.
   *
   * @param lacking what programs with a work folder do not have of it
   */
  void proven(Proofs value, Set<Guarantee> lacking) {
    notInFolders = Set.copyOf(lacking);
    proofs = value;
  }

  @Override
  public String name() {
    return "bubblewrap";
  }

  @Override
  public List<GuaranteeProof> proofs() {
    return current().now();
  }

  @Override
  public Set<Guarantee> guarantees() {
    return current().held();
  }

  private Proofs current() {
    Proofs proven = proofs;
    return wardenship.holds() ? proven : proven.withoutWarden();
  }

  /** bubblewrap is told when the thread that started it ends. */
  @Override
  public boolean needsLastingThread() {
    return true;
  }

  @Override
  public Launched launch(SandboxRequest request, Optional<WorkFolder> folder) throws IOException {
    requireArguments(request);
    Spelling.require(request.argv());
    host.requireVariables(request);
    EnumSet<Guarantee> held = EnumSet.noneOf(Guarantee.class);
    held.addAll(guarantees());
    if (folder.isPresent()) {
      held.removeAll(notInFolders);
    }
    if (!held.containsAll(request.required())) {
      throw new IOException(
          "a program with a work folder does not have "
              + notInFolders
              + " here; require less, or hand no files in and out and open no session");
    }
    home.keep(host.volumes());
    BubblewrapSlot slot = host.slots().take();
    int account = folder.isPresent() ? host.volumes().account() : slot.account();
    BubblewrapRoom room = new BubblewrapRoom(slot, account, Optional.empty(), held, host.slots());
    try {
      tell(slot, request, folder);
      room = room.in(host.group().map(group -> group.claim(groupLimits(group, request.limits()))));
      return start(room, request);
    } catch (IOException | ControlGroupException e) {
      closeAfter(e, room);
      throw new IOException(Reason.of(e), e);
    } catch (RuntimeException | Error e) {
      closeAfter(e, room);
      throw e;
    }
  }

  /** What could not be cleared is lost with its slot, and so is the engine's place for it. */
  private static void closeAfter(Throwable thrown, BubblewrapRoom room) {
    try {
      room.close();
    } catch (RuntimeException | Error e) {
      thrown.addSuppressed(e);
      throw new LostPlaceException(thrown.toString(), thrown);
    }
  }

  @Override
  public WorkFolder workFolder(SandboxLimits limits) throws IOException {
    home.keep(host.volumes());
    return host.volumes().make(limits);
  }

  /** A program that is given up may still run: then the warden does what it does at a death. */
  @Override
  public void close() {
    try {
      if (host.slots().areMissing()) {
        wardenship.alarm();
      }
    } finally {
      owned.close();
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

  private static void tell(BubblewrapSlot slot, SandboxRequest request, Optional<WorkFolder> folder)
      throws IOException {
    List<String> told =
        new ArrayList<>(
            RootLayout.writable(request.limits().diskBytes(), folder.map(WorkFolder::root)));
    request.environment().forEach((name, value) -> told.addAll(List.of("--setenv", name, value)));
    slot.status().truncate(0);
    slot.arguments().write(slot.constant(), ArgumentOctets.of(told));
  }

  private static GroupLimits groupLimits(ExecutorGroup group, SandboxLimits limits) {
    Set<Facility> facilities = group.facilities();
    return GroupLimits.of(
        facilities.contains(Facility.MEMORY_LIMIT) ? limits.memoryBytes() : 0,
        facilities.contains(Facility.PIDS_LIMIT) ? limits.processes() + OWN_PROCESSES : 0);
  }

  private Launched start(BubblewrapRoom room, SandboxRequest request) throws IOException {
    String mark = host.mark() + "." + count.incrementAndGet();
    Process process = HostProcess.start(command(room, request), Map.of(Warden.MARK, mark));
    Optional<IOException> obstacle = Optional.empty();
    try {
      letGo(process, room);
    } catch (IOException e) {
      // Whatever it was: the process has ended or waits for the word that now does not come.
      obstacle = Optional.of(e);
      process.destroyForcibly();
    } catch (RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
    int account = host.process().isRoot() ? room.account() : host.process().account();
    return new BubblewrapLaunch(
        process, request, new MarkedProcesses(mark, account, host.sight()), room, obstacle);
  }

  private void letGo(Process process, BubblewrapRoom room) throws IOException {
    if (host.process().isRoot()) {
      own(process.pid(), room.account());
    }
    process.getOutputStream().write(GO);
    process.getOutputStream().flush();
  }

  /** Pipes belong to who made them: without this, nobody inside could open /dev/stdout. */
  private static void own(long pid, int account) throws IOException {
    try {
      for (int descriptor = 0; descriptor < 3; descriptor++) {
        Files.setAttribute(Path.of("/proc/" + pid + "/fd/" + descriptor), "unix:uid", account);
      }
    } catch (IOException e) {
      throw new IOException(
          "its pipes could not be given to the account " + account + ": " + Reason.of(e), e);
    }
  }

  private List<String> command(BubblewrapRoom room, SandboxRequest request) {
    BubblewrapSlot slot = room.slot();
    List<String> command = new ArrayList<>(host.hop());
    command.add(Long.toString(host.process().pid()));
    command.add(Integer.toString(slot.arguments().descriptor()));
    command.add(Integer.toString(slot.status().descriptor()));
    command.add(Integer.toString(host.filter().descriptor()));
    command.addAll(StartLimits.of(request.limits(), host.process()).arguments());
    command.add(host.process().isRoot() ? Integer.toString(room.account()) : "-");
    command.add(host.commands().prlimit().toString());
    room.group()
        .map(GroupClaim::entryFiles)
        .ifPresent(files -> files.forEach(file -> command.add(file.toString())));
    command.add("--");
    command.add(host.commands().bubblewrap().toString());
    command.add(host.commands().setpriv().toString());
    command.add("--");
    command.addAll(host.innerLimit().before(request));
    command.addAll(request.argv());
    return command;
  }
}
