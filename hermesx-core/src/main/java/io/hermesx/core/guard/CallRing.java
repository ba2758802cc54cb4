// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.tool.ToolName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last 64 calls of a run that ended, by age: 0 is the latest. Not thread-safe.
 *
 * <p>Of a digest it keeps 64 bits. Two calls that differ and share them look alike to the rules,
 * which at worst stops a run early; nobody gets past a rule by it.
 */
final class CallRing {

  static final int CAPACITY = 64;

  private static final int FIRST_CAPACITY = 8;

  private long[] signatures = new long[FIRST_CAPACITY];
  private long[] results = new long[FIRST_CAPACITY];
  private final List<ToolName> tools = new ArrayList<>(FIRST_CAPACITY);
  private long failed;
  private long changed;
  private int added;

  /** The 64 bits by which a digest is recognised here. */
  static long mark(Sha256 digest) {
    byte[] octets = digest.octets();
    long mark = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      mark = (mark << Byte.SIZE) | (octets[i] & 0xff);
    }
    return mark;
  }

  int size() {
    return Math.min(added, CAPACITY);
  }

  long signature(int age) {
    return signatures[slot(age)];
  }

  long result(int age) {
    return results[slot(age)];
  }

  ToolName tool(int age) {
    return tools.get(slot(age));
  }

  boolean failed(int age) {
    return ((failed >>> slot(age)) & 1) != 0;
  }

  /** Tells whether any of the calls failed; most runs have no use for the rules that ask this. */
  boolean anyFailed() {
    return failed != 0;
  }

  /** Whether the call succeeded in changing something. */
  boolean changed(int age) {
    return ((changed >>> slot(age)) & 1) != 0;
  }

  /** Tells whether a later call had the same tool and arguments. */
  boolean isAmongYounger(int age) {
    for (int younger = 0; younger < age; younger++) {
      if (signature(younger) == signature(age)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the calls of two ages had the same arguments and the same end. */
  boolean alike(int age, int other) {
    return signature(age) == signature(other)
        && result(age) == result(other)
        && failed(age) == failed(other);
  }

  void add(ToolName tool, long signature, long result, Ending ending) {
    int slot = added & (CAPACITY - 1);
    if (slot == signatures.length) {
      signatures = Arrays.copyOf(signatures, 2 * slot);
      results = Arrays.copyOf(results, 2 * slot);
    }
    signatures[slot] = signature;
    results[slot] = result;
    if (added < CAPACITY) {
      tools.add(tool);
    } else {
      tools.set(slot, tool);
    }
    failed = withBit(failed, slot, ending == Ending.FAILED);
    changed = withBit(changed, slot, ending == Ending.CHANGED);
    added++;
  }

  private int slot(int age) {
    return (added - 1 - age) & (CAPACITY - 1);
  }

  private static long withBit(long bits, int index, boolean value) {
    long bit = 1L << index;
    return value ? bits | bit : bits & ~bit;
  }

  /** How a call ended. */
  enum Ending {
    /** It did not do what was asked, or nobody knows. */
    FAILED,
    /** It did, and nothing but the caller's knowledge changed. */
    LEARNT,
    /** It did, and the world is another one. */
    CHANGED
  }
}
