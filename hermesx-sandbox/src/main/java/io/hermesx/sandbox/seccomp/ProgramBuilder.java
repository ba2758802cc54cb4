// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program of classic BPF that grows from its end: jumps only go forward, so their targets are
 * there before they are. An instruction is known by its place counted from the end, from 1. The
 * offsets of conditional jumps have 8 bits; a target beyond is reached over an unconditional jump.
 * Not thread-safe.
 */
final class ProgramBuilder {

  /** What the kernel accepts (BPF_MAXINSNS). */
  static final int LONGEST = 4096;

  private final List<Instruction> fromEnd = new ArrayList<>();
  private final Map<Verdict, Integer> verdicts = new HashMap<>();

  /** Returns the place of an instruction that ends the program with a verdict. */
  int end(Verdict verdict) {
    Integer known = verdicts.get(verdict);
    if (known == null) {
      known = add(new Instruction(Instruction.RETURN, 0, 0, verdict.value()));
      verdicts.put(verdict, known);
    }
    return known;
  }

  /** Adds a conditional jump. */
  int branch(int code, int operand, int yes, int no) {
    int whenTrue = yes;
    int whenFalse = no;
    while (true) {
      if (distance(whenTrue) > Instruction.FARTHEST) {
        whenTrue = far(whenTrue);
      } else if (distance(whenFalse) > Instruction.FARTHEST) {
        whenFalse = far(whenFalse);
      } else {
        return add(new Instruction(code, distance(whenTrue), distance(whenFalse), operand));
      }
    }
  }

  /** Adds an instruction that goes on with the one at a place. */
  int then(int code, int operand, int next) {
    if (distance(next) > 0) {
      far(next);
    }
    return add(new Instruction(code, 0, 0, operand));
  }

  int length() {
    return fromEnd.size();
  }

  byte[] build() {
    if (length() > LONGEST) {
      throw new IllegalStateException(
          "a filter of " + length() + " instructions, allowed: at most " + LONGEST);
    }
    ByteBuffer octets =
        ByteBuffer.allocate(length() * Instruction.OCTETS).order(ByteOrder.LITTLE_ENDIAN);
    for (int place = length(); place > 0; place--) {
      fromEnd.get(place - 1).writeTo(octets);
    }
    return octets.array();
  }

  private int far(int target) {
    return add(new Instruction(Instruction.JUMP, 0, 0, distance(target)));
  }

  /** How many instructions are between the next one to be added and a place. */
  private int distance(int target) {
    return length() - target;
  }

  private int add(Instruction instruction) {
    fromEnd.add(instruction);
    return length();
  }
}
