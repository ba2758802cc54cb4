// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The live segments, oldest first, and how far they are durable. Thread-safe; no I/O. */
final class Segments {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Segment> live;
  private long durable;

  Segments(List<Segment> live, long durable) {
    this.live = new ArrayList<>(live);
    this.durable = durable;
  }

  /** The last position that was acknowledged. */
  long durable() {
    lock.lock();
    try {
      return durable;
    } finally {
      lock.unlock();
    }
  }

  /** Those with records behind a position. */
  List<Segment> after(long position) {
    lock.lock();
    try {
      return live.stream().filter(segment -> segment.last() > position).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Those that are sealed and have no record behind a position. */
  List<Segment> upTo(long position) {
    lock.lock();
    try {
      return live.stream()
          .filter(segment -> segment.sealed() && segment.last() <= position)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  void begin(Segment segment) {
    lock.lock();
    try {
      live.add(segment);
    } finally {
      lock.unlock();
    }
  }

  /** So many octets of the youngest are on disk, and records up to a position with them. */
  void grow(long octets, long last) {
    lock.lock();
    try {
      live.set(live.size() - 1, live.get(live.size() - 1).grown(octets, last));
      durable = last;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is written to the youngest. */
  void seal(long garbage) {
    lock.lock();
    try {
      live.set(live.size() - 1, live.get(live.size() - 1).closed(garbage));
    } finally {
      lock.unlock();
    }
  }

  void forget(Segment segment) {
    lock.lock();
    try {
      live.removeIf(other -> other.name().equals(segment.name()));
    } finally {
      lock.unlock();
    }
  }
}
