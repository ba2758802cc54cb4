// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Turns decisions by number into a program: the architecture first, then a binary search for the
 * number, and arguments only where a decision needs them. A call that is allowed whatever its
 * arguments is decided by architecture and number alone, which the kernel works out once when the
 * filter is installed (since 5.11) and never runs the program for.
 */
final class FilterCompiler {

  /** Offsets in struct seccomp_data. */
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;
  private static final int ARGUMENT_OCTETS = 8;

  private final ProgramBuilder program = new ProgramBuilder();

  private FilterCompiler() {}

  /**
   * Returns a program.
   *
   * @param decisions each holds from its key, an unsigned 32-bit number, up to the next; the first
   *     key is 0
   */
  static byte[] compile(int auditArch, NavigableMap<Long, Decision> decisions) {
    FilterCompiler compiler = new FilterCompiler();
    int search = compiler.search(distinct(decisions));
    int number = compiler.program.then(Instruction.LOAD, NUMBER, search);
    int foreign = compiler.program.end(Verdict.KILL);
    int check = compiler.program.branch(Instruction.JUMP_IF_EQUAL, auditArch, number, foreign);
    compiler.program.then(Instruction.LOAD, ARCHITECTURE, check);
    return compiler.program.build();
  }

  private static List<Map.Entry<Long, Decision>> distinct(NavigableMap<Long, Decision> decisions) {
    List<Map.Entry<Long, Decision>> ranges = new ArrayList<>();
    for (Map.Entry<Long, Decision> range : decisions.entrySet()) {
      if (ranges.isEmpty() || !ranges.get(ranges.size() - 1).getValue().equals(range.getValue())) {
        ranges.add(range);
      }
    }
    return ranges;
  }

  private int search(List<Map.Entry<Long, Decision>> ranges) {
    if (ranges.size() == 1) {
      return decide(ranges.get(0).getValue());
    }
    int middle = ranges.size() / 2;
    int upper = search(ranges.subList(middle, ranges.size()));
    int lower = search(ranges.subList(0, middle));
    int from = ranges.get(middle).getKey().intValue();
    return program.branch(Instruction.JUMP_IF_AT_LEAST, from, upper, lower);
  }

  private int decide(Decision decision) {
    if (decision instanceof Verdict verdict) {
      return program.end(verdict);
    }
    if (decision instanceof PointerTest pointer) {
      return decidePointer(pointer);
    }
    ArgumentTest test = (ArgumentTest) decision;
    int match = decide(test.match());
    int next = decide(test.otherwise());
    for (int value : test.values()) {
      next = program.branch(Instruction.JUMP_IF_EQUAL, value, match, next);
    }
    if (test.mask() != ArgumentTest.ALL_BITS) {
      next = program.then(Instruction.AND, test.mask(), next);
    }
    int offset = ARGUMENTS + ARGUMENT_OCTETS * test.argument();
    return program.then(Instruction.LOAD, offset, next);
  }

  /** Both architectures have the lower half first. */
  private int decidePointer(PointerTest pointer) {
    int none = decide(pointer.none());
    int some = decide(pointer.some());
    int offset = ARGUMENTS + ARGUMENT_OCTETS * pointer.argument();
    int upper = program.branch(Instruction.JUMP_IF_EQUAL, 0, none, some);
    int loaded = program.then(Instruction.LOAD, offset + ARGUMENT_OCTETS / 2, upper);
    int lower = program.branch(Instruction.JUMP_IF_EQUAL, 0, loaded, some);
    return program.then(Instruction.LOAD, offset, lower);
  }
}
