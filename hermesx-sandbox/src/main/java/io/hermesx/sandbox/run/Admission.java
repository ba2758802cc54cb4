// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may run now, and who is next: so many at once, so many of one tenant, and where more want to,
 * the tenants take turns. The line is bounded; where it is full, the tenant that fills it most
 * gives way to one that has at least two fewer in it. A place can be lost for good; once all are,
 * nobody waits any more. Thread-safe.
 *
 * @param <K> whose turn it is
 * @param <T> what waits; compared by identity
 */
final class Admission<K, T> {

  private final EngineSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  // In the order of turns: who was let in last is at the end.
  private final Map<K, Line<T>> lines = new LinkedHashMap<>();
  // Lost places count as running for ever, but not for whose turn it was.
  private int running;
  private int lost;
  private int waiting;

  Admission(EngineSettings settings) {
    this.settings = settings;
  }

  /**
   * What became of one that came.
   *
   * @param entered whether it may run at once
   * @param pushedOut who is out of the line for good: itself, or another that waited
   */
  record Answer<T>(boolean entered, Optional<T> pushedOut) {}

  /**
   * What follows from the loss of a place.
   *
   * @param entered who may run now
   * @param hopeless who waited and will never run: this was the last place
   */
  record Loss<T>(List<T> entered, List<T> hopeless) {}

  private static final class Line<T> {
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private int running;
  }

  /** Lets one in, or in line, or not. */
  Answer<T> enter(K key, T one) {
    lock.lock();
    try {
      if (lost == settings.maxConcurrent()) {
        return new Answer<>(false, Optional.of(one));
      }
      Line<T> line = lines.computeIfAbsent(key, absent -> new Line<>());
      if (line.waiting.isEmpty() && hasRoom(line)) {
        letIn(key, line);
        return new Answer<>(true, Optional.empty());
      }
      Optional<T> out = waiting < settings.maxWaiting() ? Optional.empty() : pushOut(line, one);
      if (out.isEmpty() || out.get() != one) {
        line.waiting.addLast(one);
        waiting++;
      }
      forgetIfEmpty(key, line);
      return new Answer<>(false, out);
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back and returns who may run now. */
  List<T> leave(K key) {
    lock.lock();
    try {
      quit(key);
      running--;
      return next();
    } finally {
      lock.unlock();
    }
  }

  /** Loses the place of one that has it: nobody else is to have it. */
  Loss<T> lose(K key) {
    lock.lock();
    try {
      quit(key);
      lost++;
      return lost < settings.maxConcurrent()
          ? new Loss<>(next(), List.of())
          : new Loss<>(List.of(), dismiss());
    } finally {
      lock.unlock();
    }
  }

  private void quit(K key) {
    Line<T> line = lines.get(key);
    if (line == null || line.running == 0) {
      throw new IllegalStateException("a place is given back that was not taken");
    }
    line.running--;
    forgetIfEmpty(key, line);
  }

  private List<T> dismiss() {
    List<T> dismissed = new ArrayList<>();
    lines.values().forEach(line -> dismissed.addAll(line.waiting));
    lines.values().forEach(line -> line.waiting.clear());
    lines.values().removeIf(line -> line.running == 0);
    waiting = 0;
    return dismissed;
  }

  /** Takes one out of the line; does nothing if it is not there. */
  void withdraw(K key, T one) {
    lock.lock();
    try {
      Line<T> line = lines.get(key);
      if (line != null && line.waiting.removeIf(other -> other == one)) {
        waiting--;
        forgetIfEmpty(key, line);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<T> next() {
    List<T> entered = new ArrayList<>();
    for (Optional<Map.Entry<K, Line<T>>> turn = turn(); turn.isPresent(); turn = turn()) {
      Line<T> line = turn.get().getValue();
      entered.add(line.waiting.removeFirst());
      waiting--;
      letIn(turn.get().getKey(), line);
    }
    return entered;
  }

  private Optional<Map.Entry<K, Line<T>>> turn() {
    if (running >= settings.maxConcurrent() || waiting == 0) {
      return Optional.empty();
    }
    return lines.entrySet().stream()
        .filter(entry -> !entry.getValue().waiting.isEmpty() && hasRoom(entry.getValue()))
        .findFirst();
  }

  private boolean hasRoom(Line<T> line) {
    return running < settings.maxConcurrent() && line.running < settings.maxConcurrentPerTenant();
  }

  private void letIn(K key, Line<T> line) {
    line.running++;
    running++;
    lines.remove(key);
    lines.put(key, line);
  }

  private Optional<T> pushOut(Line<T> mine, T one) {
    Line<T> longest = mine;
    for (Line<T> line : lines.values()) {
      longest = line.waiting.size() > longest.waiting.size() ? line : longest;
    }
    if (longest.waiting.size() < mine.waiting.size() + 2) {
      return Optional.of(one);
    }
    waiting--;
    return Optional.of(longest.waiting.removeLast());
  }

  private void forgetIfEmpty(K key, Line<T> line) {
    if (line.running == 0 && line.waiting.isEmpty()) {
      lines.remove(key);
    }
  }

  /** Returns how many places are lost. */
  int lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
