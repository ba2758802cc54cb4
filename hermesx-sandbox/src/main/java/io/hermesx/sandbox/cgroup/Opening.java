// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the parent group of an executor in every tree that serves something wanted. Used once. */
final class Opening {

  private static final int MOST_EXECUTORS = 1_000;

  private final Path proc;
  private final List<Hierarchy> hierarchies;
  private final Optional<Hierarchy> unified;
  private final GroupSettings settings;
  private final BootOptions boot;
  private final String name;

  private final Map<Hierarchy, Path> parents = new LinkedHashMap<>();
  private final Map<Facility, Hierarchy> serving = new EnumMap<>(Facility.class);
  private final Map<Facility, Shortfall> shortfalls = new EnumMap<>(Facility.class);
  private final List<Path> leftovers;

  Opening(Path proc, List<Hierarchy> hierarchies, GroupSettings settings) {
    this.proc = proc;
    this.hierarchies = hierarchies;
    this.unified = hierarchies.stream().filter(Hierarchy::unified).findFirst();
    this.settings = settings;
    this.boot = BootOptions.read(proc);
    ProcessIdentity self = ProcessIdentity.self(proc);
    Sweep sweep = new Sweep(proc, self, settings);
    this.leftovers =
        hierarchies.stream().flatMap(tree -> sweep.below(above(tree)).stream()).toList();
    this.name = freeName(self);
  }

  /** If it throws, what was made is removed. */
  ExecutorGroup open() {
    try {
      return served();
    } catch (RuntimeException | Error e) {
      Failures failures = new Failures();
      parents.values().forEach(parent -> failures.run(() -> Trees.remove(parent)));
      failures.addTo(e);
      throw e;
    }
  }

  private ExecutorGroup served() {
    serve(Facility.MEMORY_LIMIT, "memory");
    serve(Facility.MEMORY_PEAK, "memory");
    serve(Facility.OOM_COUNT, "memory");
    serve(Facility.PIDS_LIMIT, "pids");
    serve(Facility.CPU_QUOTA, "cpu");
    serveAnywhere(Facility.CPU_USAGE, "cpu.stat", "cpuacct");
    serveAnywhere(Facility.KILL, "cgroup.kill", "pids");
    prune();
    return new ExecutorGroup(
        new Trees(parents, serving), List.copyOf(shortfalls.values()), leftovers, settings);
  }

  /** The group in a tree below which groups are made. */
  private Path above(Hierarchy tree) {
    return settings.under().map(tree.mount()::resolve).orElseGet(tree::own);
  }

  private Path parent(Hierarchy tree) {
    return above(tree).resolve(name);
  }

  /** Executors of one JVM differ in a number; whoever makes a directory first has it. */
  private String freeName(ProcessIdentity self) {
    for (int number = 0; number < MOST_EXECUTORS; number++) {
      String candidate = new GroupName(self, number).text();
      if (isFree(candidate)) {
        return candidate;
      }
    }
    throw new ControlGroupException(
        "this JVM has " + MOST_EXECUTORS + " executors with control groups; close some");
  }

  private boolean isFree(String candidate) {
    for (Hierarchy tree : hierarchies) {
      Path parent = above(tree).resolve(candidate);
      try {
        Files.createDirectory(parent);
        parents.put(tree, parent);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        // The next tree decides; why this one cannot be used is said when something needs it.
      }
    }
    return true;
  }

  private void serve(Facility facility, String controller) {
    if (settings.wanted().contains(facility)) {
      Optional<Hierarchy> own = tree(controller);
      Optional<Hierarchy> tree = own.isPresent() ? own : unified;
      Optional<Problem> problem =
          tree.isEmpty()
              ? Optional.of(Problem.notMounted(controller))
              : problemOf(facility, tree.get(), controller);
      settle(facility, tree, problem.map(missing -> withBoot(missing, controller)));
    }
  }

  private Problem withBoot(Problem problem, String controller) {
    return boot.disabled().contains(controller) ? problem.disabledAtBoot(controller) : problem;
  }

  private Optional<Problem> problemOf(Facility facility, Hierarchy tree, String controller) {
    Optional<Problem> problem = join(tree);
    if (problem.isEmpty() && tree.unified()) {
      problem = new UnifiedTree(above(tree)).enable(controller, parent(tree));
    }
    return problem.isPresent() ? problem : incapable(facility, tree);
  }

  /** Version 2 does it without a controller, where the kernel is new enough; else version 1. */
  private void serveAnywhere(Facility facility, String file, String controller) {
    if (!settings.wanted().contains(facility)) {
      return;
    }
    boolean plain =
        unified.isPresent()
            && join(unified.get()).isEmpty()
            && Files.exists(parent(unified.get()).resolve(file));
    if (plain) {
      serving.put(facility, unified.get());
    } else {
      serve(facility, controller);
    }
  }

  private Optional<Hierarchy> tree(String controller) {
    return hierarchies.stream().filter(tree -> tree.has(controller)).findFirst();
  }

  /** Makes the parent in a tree, once. */
  private Optional<Problem> join(Hierarchy tree) {
    if (parents.containsKey(tree)) {
      return Optional.empty();
    }
    Path parent = parent(tree);
    try {
      Files.createDirectory(parent);
      parents.put(tree, parent);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Problem.notMade(parent, e, tree.unified()));
    }
  }

  private Optional<Problem> incapable(Facility facility, Hierarchy tree) {
    Path parent = parent(tree);
    if (facility == Facility.MEMORY_LIMIT && !boot.countsKernelMemory()) {
      return Optional.of(Problem.kernelMemoryUncounted());
    }
    if (facility == Facility.MEMORY_LIMIT) {
      String swap = tree.unified() ? MemoryFilesV2.SWAP : MemoryFilesV1.WITH_SWAP;
      boolean open = !Files.exists(parent.resolve(swap)) && hasSwap();
      return open ? Optional.of(Problem.swapUnlimited(parent)) : Optional.empty();
    }
    if (facility == Facility.MEMORY_PEAK && tree.unified()) {
      return unless(parent.resolve(MemoryFilesV2.PEAK), "5.19");
    }
    if (facility == Facility.CPU_QUOTA) {
      return unless(
          parent.resolve(tree.unified() ? "cpu.max" : "cpu.cfs_quota_us"),
          "3.2 with CONFIG_CFS_BANDWIDTH");
    }
    return Optional.empty();
  }

  private static Optional<Problem> unless(Path file, String since) {
    return Files.exists(file) ? Optional.empty() : Optional.of(Problem.notInKernel(file, since));
  }

  private boolean hasSwap() {
    Path swaps = proc.resolve("swaps");
    return Files.exists(swaps) && KernelFile.read(swaps).lines().count() > 1;
  }

  private void settle(Facility facility, Optional<Hierarchy> tree, Optional<Problem> problem) {
    problem.ifPresentOrElse(
        missing ->
            shortfalls.put(facility, new Shortfall(facility, missing.text(), missing.remedy())),
        () -> tree.ifPresent(served -> serving.put(facility, served)));
  }

  /** A tree that serves nothing would only be one more to enter. */
  private void prune() {
    for (Hierarchy tree : List.copyOf(parents.keySet())) {
      if (!serving.containsValue(tree)) {
        parents.remove(tree);
        Trees.remove(parent(tree));
      }
    }
  }
}
