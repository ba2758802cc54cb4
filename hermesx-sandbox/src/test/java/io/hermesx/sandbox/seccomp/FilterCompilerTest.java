// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Programs far larger than ours, whose jumps outgrow 8 bits. */
class FilterCompilerTest {

  private static final int AUDIT = 0xC000003E;

  @Test
  void search_manyRanges_reachesEachOne() {
    BpfInterpreter filter = new BpfInterpreter(FilterCompiler.compile(AUDIT, alternating(1200)));
    for (int number = 0; number < 1300; number++) {
      Verdict expected = number % 2 == 0 || number >= 1200 ? Verdict.ALLOW : Verdict.EPERM;
      assertThat(filter.run(number, AUDIT, new long[6]))
          .as("call %s", number)
          .isEqualTo(expected.value());
    }
    assertThat(filter.run(5, AUDIT + 1, new long[6])).isEqualTo(Verdict.KILL.value());
  }

  @Test
  void argument_manyValues_reachesEachOne() {
    List<Integer> even = java.util.stream.IntStream.range(0, 700).map(i -> 2 * i).boxed().toList();
    TreeMap<Long, Decision> decisions = new TreeMap<>();
    decisions.put(0L, Verdict.ENOSYS);
    decisions.put(7L, new ArgumentTest(3, 0xFFFF, even, Verdict.EPERM, Verdict.ALLOW));
    decisions.put(8L, Verdict.ENOSYS);
    BpfInterpreter filter = new BpfInterpreter(FilterCompiler.compile(AUDIT, decisions));
    for (int value = 0; value < 1500; value++) {
      long[] arguments = {0, 0, 0, 0xABCD_0000L | value, 0, 0};
      boolean listed = value % 2 == 0 && value < 1400;
      assertThat(filter.run(7, AUDIT, arguments))
          .isEqualTo((listed ? Verdict.EPERM : Verdict.ALLOW).value());
    }
    assertThat(filter.run(8, AUDIT, new long[6])).isEqualTo(Verdict.ENOSYS.value());
  }

  @Test
  void program_longerThanTheKernelTakes_isRefused() {
    assertThatThrownBy(() -> FilterCompiler.compile(AUDIT, alternating(5000)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at most 4096");
  }

  @Test
  void jump_255And256_isShortAndFar() {
    for (int between = 250; between < 262; between++) {
      ProgramBuilder program = new ProgramBuilder();
      int no = program.end(Verdict.EPERM);
      int yes = program.end(Verdict.ALLOW);
      int next = yes;
      for (int i = 0; i < between; i++) {
        next = program.then(Instruction.LOAD, 16, next);
      }
      program.branch(Instruction.JUMP_IF_EQUAL, 0, yes, no);
      BpfInterpreter filter = interpreter(program);
      assertThat(filter.run(0, 0, new long[6])).isEqualTo(Verdict.ALLOW.value());
      assertThat(filter.run(1, 0, new long[6])).isEqualTo(Verdict.EPERM.value());
    }
  }

  private static BpfInterpreter interpreter(ProgramBuilder program) {
    program.then(Instruction.LOAD, 0, program.length());
    return new BpfInterpreter(program.build());
  }

  private static NavigableMap<Long, Decision> alternating(int calls) {
    NavigableMap<Long, Decision> decisions = new TreeMap<>();
    for (long number = 0; number < calls; number++) {
      decisions.put(number, number % 2 == 0 ? Verdict.ALLOW : Verdict.EPERM);
    }
    decisions.put((long) calls, Verdict.ALLOW);
    return decisions;
  }
}
