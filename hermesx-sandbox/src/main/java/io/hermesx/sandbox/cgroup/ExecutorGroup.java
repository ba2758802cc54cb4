// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The control groups of one executor: a parent, and below it groups that are used for one execution
 * after the other. There are as many as were ever claimed at the same time, and a few in which
 * those who ended have not been reaped yet. Thread-safe.
 */
public final class ExecutorGroup implements AutoCloseable {

  /** How many wait for the system's first process, which may reap in microseconds or in seconds. */
  private static final int MOST_RESTING = 8;

  private final Trees trees;
  private final List<Shortfall> shortfalls;
  private final List<Path> leftovers;
  private final GroupSettings settings;

  private final ConcurrentLinkedDeque<Slot> idle = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<Slot> resting = new ConcurrentLinkedDeque<>();
  private final Queue<Slot> retired = new ConcurrentLinkedQueue<>();
  private final Set<GroupClaim> claims = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  ExecutorGroup(
      Trees trees, List<Shortfall> shortfalls, List<Path> leftovers, GroupSettings settings) {
    this.trees = trees;
    this.shortfalls = List.copyOf(shortfalls);
    this.leftovers = List.copyOf(leftovers);
    this.settings = settings;
  }

  /** Returns what the groups can do. */
  public Set<Facility> facilities() {
    return trees.serving().keySet();
  }

  /** Returns whether something is done by the unified tree, which is version 2. */
  public boolean isUnified(Facility facility) {
    return trees.unified(facility);
  }

  /** Returns what was wanted and is not there, and why. */
  public List<Shortfall> shortfalls() {
    return shortfalls;
  }

  /** Returns the executor's own group in every tree: what it claims is directly below. */
  public List<Path> directories() {
    return List.copyOf(trees.parents().values());
  }

  /** Returns groups of JVMs that are gone which could not be removed. */
  public List<Path> leftovers() {
    return leftovers;
  }

  /**
   * Returns an empty group under limits.
   *
   * @throws ControlGroupException if a limit cannot be held
   * @throws IllegalStateException after {@link #close}
   */
  public GroupClaim claim(GroupLimits limits) {
    require(Facility.MEMORY_LIMIT, limits.memoryOctets());
    require(Facility.PIDS_LIMIT, limits.processes());
    require(Facility.CPU_QUOTA, limits.milliCpus());
    requireOpen();
    Slot slot = ready();
    try {
      slot.limit(limits);
    } catch (ControlGroupException e) {
      retire(slot);
      throw e;
    }
    GroupClaim claim = new GroupClaim(this, slot);
    claims.add(claim);
    if (closed.get()) {
      claim.close();
      requireOpen();
    }
    return claim;
  }

  private Slot ready() {
    Slot slot = idle.pollFirst();
    return slot != null
        ? slot
        : rested()
            .orElseGet(() -> Slot.make(trees, "slot-" + made.getAndIncrement(), settings.ticker()));
  }

  /** Returns the one that rests longest, if nobody is in it any more, not even one that ended. */
  private Optional<Slot> rested() {
    Slot oldest = resting.pollFirst();
    if (oldest == null) {
      return Optional.empty();
    }
    try {
      if (oldest.occupancy() == Occupancy.EMPTY) {
        oldest.settle();
        return Optional.of(oldest);
      }
      resting.addFirst(oldest);
    } catch (ControlGroupException e) {
      retire(oldest);
    }
    return Optional.empty();
  }

  private void require(Facility facility, long limit) {
    if (limit != 0 && !facilities().contains(facility)) {
      String why =
          shortfalls.stream()
              .filter(shortfall -> shortfall.facility() == facility)
              .map(shortfall -> shortfall.problem() + "; " + shortfall.remedy())
              .findFirst()
              .orElse("it is not among the facilities wanted; add it in GroupSettings");
      throw new ControlGroupException("cannot hold " + facility + " of " + limit + ": " + why);
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the executor's control groups are closed; open new ones");
    }
  }

  void giveBack(GroupClaim claim, Slot slot) {
    try {
      takeBack(slot);
    } catch (RuntimeException | Error e) {
      giveUp(claim, slot);
      throw e;
    }
    claims.remove(claim);
    if (closed.get()) {
      removeAll();
    }
  }

  /** Nobody gets it again; it is removed with others, if it can be. */
  void giveUp(GroupClaim claim, Slot slot) {
    retired.add(slot);
    claims.remove(claim);
  }

  private void takeBack(Slot slot) {
    switch (slot.awaitEnd(settings.patience(), slot::kill)) {
      case EMPTY -> {
        slot.settle();
        idle.addFirst(slot);
      }
      case ZOMBIES -> rest(slot);
      case OCCUPIED -> retire(slot);
    }
  }

  /** They count against the next execution's limit, so there is none here until they are gone. */
  private void rest(Slot slot) {
    resting.addLast(slot);
    Slot oldest = resting.size() > MOST_RESTING ? resting.pollFirst() : null;
    if (oldest != null) {
      retire(oldest);
    }
  }

  /** Zombies keep nobody from removing a group, and what could not be killed may be gone later. */
  private void retire(Slot slot) {
    retired.add(slot);
    for (Slot old : List.copyOf(retired)) {
      removeRetired(old);
    }
  }

  /** What cannot be removed now is tried again with the next one, and at the end. */
  private void removeRetired(Slot old) {
    try {
      if (old.occupancy() != Occupancy.OCCUPIED && retired.remove(old)) {
        old.remove();
      }
    } catch (ControlGroupException e) {
      retired.remove(old);
      retired.add(old);
    }
  }

  /**
   * Ends everything that runs in the groups and removes them.
   *
   * @throws ControlGroupException if something is left, after everything was tried
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Failures failures = new Failures();
      claims.forEach(claim -> failures.run(claim::kill));
      claims.forEach(claim -> failures.run(claim::close));
      failures.run(this::removeAll);
      trees.parents().values().forEach(parent -> failures.run(() -> Trees.remove(parent)));
      failures.raise();
    }
  }

  private void removeAll() {
    List<Slot> slots = new ArrayList<>();
    for (Slot slot = idle.pollFirst(); slot != null; slot = idle.pollFirst()) {
      slots.add(slot);
    }
    for (Slot slot = resting.pollFirst(); slot != null; slot = resting.pollFirst()) {
      slots.add(slot);
    }
    for (Slot slot = retired.poll(); slot != null; slot = retired.poll()) {
      slots.add(slot);
    }
    Failures failures = new Failures();
    slots.forEach(slot -> failures.run(slot::remove));
    failures.raise();
  }
}
