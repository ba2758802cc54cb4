// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.sandbox.cgroup.BootOptions;
import io.hermesx.sandbox.cgroup.ControlGroups;
import io.hermesx.sandbox.cgroup.ExecutorGroup;
import io.hermesx.sandbox.cgroup.Facility;
import io.hermesx.sandbox.files.ExecutorFolder;
import io.hermesx.sandbox.files.FolderSweep;
import io.hermesx.sandbox.files.Reason;
import io.hermesx.sandbox.run.Engine;
import io.hermesx.sandbox.seccomp.Architecture;
import io.hermesx.sandbox.seccomp.SystemCallFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Sets up what an executor needs on this host, and finds out what it can hold. */
public final class BubblewrapOpening {

  private static final Path PROC = Path.of("/proc");
  private static final Path MEMORY = Path.of("/dev/shm");

  /**
   * Of the accounts that nobody gives away: between those of 16 bits and those that users have
   * below them (subuid), which begin at 100,000.
   */
  private static final int FIRST_ACCOUNT = 65_536;

  /** The same, for a container that has no accounts above: unused in systemd's own division. */
  private static final int FIRST_OF_FEW = 60_706;

  /** For each slot one, and one for programs with a work folder. */
  private static final int ACCOUNTS = 257;

  private static final int BLOCKS = 128;

  private final BubblewrapSettings settings;
  private final OwnResources owned = new OwnResources();

  private BubblewrapOpening(BubblewrapSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens an executor.
   *
   * @throws IOException if the executor cannot make its folder or files; that a program cannot be
   *     confined is no failure but shows in the proofs
   */
  public static SandboxExecutor open(BubblewrapSettings settings) throws IOException {
    BubblewrapOpening opening = new BubblewrapOpening(settings);
    try {
      return opening.open();
    } catch (IOException | RuntimeException | Error e) {
      opening.owned.close();
      throw e;
    }
  }

  private SandboxExecutor open() throws IOException {
    OwnProcess process = process();
    settings.readOnly().forEach(path -> ReadOnlyPath.requireThere(path, process.isRoot()));
    IdSource ids = IdSource.secure(SystemSources.clock());
    String mark = ids.next().toString();
    ExecutorFolder own = folder();
    Path folder = own.path();
    Optional<ExecutorGroup> found = settings.groups().map(this::group);
    // A group that cannot end a tree for certain is of no use: number 1 inside is the other way.
    Optional<ExecutorGroup> group = found.filter(made -> made.facilities().contains(Facility.KILL));
    List<Path> groups = group.map(ExecutorGroup::directories).orElse(List.of());
    Path shell = settings.commands().shell();
    Wardenship wardenship =
        owned.add(Wardenship.begin(() -> Warden.start(shell, mark, folder, groups)));
    Path files = Files.isWritable(MEMORY) ? MEMORY : folder;
    Optional<byte[]> filter =
        Architecture.named(System.getProperty("os.arch"))
            .map(architecture -> filter(architecture, countsSockets(group)).program());
    NamelessFile program = owned.add(NamelessFile.in(files));
    program.write(0, filter.orElse(new byte[0]));
    int first =
        process.mayBecome(FIRST_ACCOUNT + BLOCKS * ACCOUNTS)
            ? FIRST_ACCOUNT + Math.floorMod(mark.hashCode(), BLOCKS) * ACCOUNTS
            : FIRST_OF_FEW;
    ExecutorHome.Making volumes = at -> Volumes.in(at, process, first + ACCOUNTS - 1, ids);
    ExecutorHome home = ExecutorHome.in(own, volumes);
    List<String> constant = new ArrayList<>(RootLayout.constant(home.etc(), settings.readOnly()));
    if (filter.isPresent()) {
      constant.addAll(List.of("--seccomp", "9"));
    }
    byte[] octets = ArgumentOctets.of(constant);
    List<BubblewrapSlot> slots = new ArrayList<>();
    for (int i = 0; i < settings.engine().maxConcurrent(); i++) {
      slots.add(owned.add(BubblewrapSlot.in(files, first + i, octets)));
    }
    BubblewrapHost host =
        new BubblewrapHost(
            process,
            Sight.of(process),
            settings.commands(),
            mark,
            program,
            group,
            found.map(ExecutorGroup::shortfalls).orElse(List.of()),
            volumes.in(folder),
            new Slots(slots),
            innerLimit(group));
    BubblewrapBackend backend = new BubblewrapBackend(host, home, wardenship, owned);
    Path secret = secret(folder);
    AtomicReference<FolderTrial> folders = new AtomicReference<>();
    Engine engine =
        Engine.open(
            backend,
            settings.engine(),
            trying -> {
              List<GuaranteeProof> proofs =
                  BubblewrapProofs.of(trying, host, secret, settings.readOnly());
              FolderTrial trial = FolderTrial.run(trying, process.isRoot(), secret);
              folders.set(trial);
              backend.proven(Proofs.of(proofs), trial.missing());
            });
    return new FolderGuarantees(engine, Objects.requireNonNull(folders.get()));
  }

  /** What is under way between sockets counts as memory in the unified tree alone. */
  private static boolean countsSockets(Optional<ExecutorGroup> group) {
    return group.isEmpty()
        || (group.get().isUnified(Facility.MEMORY_LIMIT) && BootOptions.read(PROC).countsSockets());
  }

  private static SystemCallFilter filter(Architecture architecture, boolean countsSockets) {
    return countsSockets
        ? SystemCallFilter.of(architecture)
        : SystemCallFilter.withoutInternet(architecture);
  }

  /** Where no control group counts processes, a limit of the account inside does. */
  private InnerLimit innerLimit(Optional<ExecutorGroup> group) {
    Path prlimit = settings.commands().prlimit();
    boolean counted =
        group.filter(made -> made.facilities().contains(Facility.PIDS_LIMIT)).isPresent();
    return new InnerLimit(prlimit, !counted && Files.isExecutable(prlimit));
  }

  private static OwnProcess process() throws IOException {
    try {
      return OwnProcess.read(PROC.resolve("self"));
    } catch (IOException e) {
      throw new IOException(
          "what this process is could not be read: "
              + Reason.of(e)
              + "; run on Linux with /proc mounted",
          e);
    }
  }

  private static Path secret(Path folder) throws IOException {
    return Files.writeString(folder.resolve("of-the-host"), "nothing inside may see this");
  }

  private ExecutorFolder folder() throws IOException {
    ExecutorFolder folder =
        owned.add(ExecutorFolder.make(settings.temporary(), "hermesx-sandbox-", "rwxr-xr-x"));
    owned.atEnd(() -> unmountLeft(folder));
    FolderSweep.beside(folder, Volumes::unmountAll);
    return folder;
  }

  /** What is still mounted keeps a folder from being deleted; what is not ours is not looked at. */
  private static void unmountLeft(ExecutorFolder folder) {
    if (folder.isOurs()) {
      Volumes.unmountAll(folder.path());
    }
  }

  private ExecutorGroup group(io.hermesx.sandbox.cgroup.GroupSettings wanted) {
    return owned.add(ControlGroups.of(PROC).open(wanted));
  }
}
