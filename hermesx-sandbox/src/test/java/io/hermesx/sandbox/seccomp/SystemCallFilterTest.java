// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole filter, run by an interpreter, against a table of every system call. */
class SystemCallFilterTest {

  private static final int ALLOW = 0x7FFF0000;
  private static final int EPERM = 0x00050001;
  private static final int ENOSYS = 0x00050026;
  private static final int ENOTSUP = 0x0005005F;
  private static final int NOTHING = 0x00050000;
  private static final int KILL = 0x80000000;
  private static final String DECIDED_BY_ARGUMENTS = "arguments";

  private static final List<long[]> ARGUMENTS =
      List.of(
          new long[] {0, 0, 0, 0, 0, 0},
          new long[] {-1, -1, -1, -1, -1, -1},
          new long[] {1L << 32, 1L << 32, 1L << 32, 0, 0, 0},
          new long[] {0x10000000, 0x5412, 0x2000, 40, 40, 40});

  private static final int[] FOREIGN = {
    0x40000003, 0x40000028, 0xC0000015, 0x80000015, 0xC00000F3, 0xC0000102, 0x28, 0x3E, 0, -1
  };

  @ParameterizedTest
  @EnumSource
  void everyNumber_itsArchitecture_hasTheVerdictOfTheTable(Architecture architecture)
      throws IOException {
    Map<Integer, String> table = table(architecture);
    BpfInterpreter filter = filter(architecture);
    for (int number = 0; number <= 0x11000; number++) {
      String expected = table.getOrDefault(number, number > 462 ? "ENOSYS" : "ALLOW");
      for (long[] arguments : ARGUMENTS) {
        if (!expected.equals(DECIDED_BY_ARGUMENTS)) {
          assertThat(filter.run(number, audit(architecture), arguments))
              .as("call %s with %s", number, arguments)
              .isEqualTo(value(expected));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void numbersBeyondTheTable_edges_doNotExistOrEndTheProcess(Architecture architecture) {
    BpfInterpreter filter = filter(architecture);
    boolean x86 = architecture == Architecture.X86_64;
    int beyond = x86 ? KILL : ENOSYS;
    assertThat(filter.run(462, audit(architecture), ARGUMENTS.get(0))).isEqualTo(ALLOW);
    assertThat(filter.run(463, audit(architecture), ARGUMENTS.get(0))).isEqualTo(ENOSYS);
    assertThat(filter.run(0x3FFFFFFF, audit(architecture), ARGUMENTS.get(0))).isEqualTo(ENOSYS);
    for (long number :
        new long[] {0x40000000L, 0x40000001L, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFEL}) {
      assertThat(filter.run((int) number, audit(architecture), ARGUMENTS.get(0)))
          .as("call %x", number)
          .isEqualTo(beyond);
    }
    for (int number = 0; number < 1024; number++) {
      assertThat(filter.run(0x40000000 | number, audit(architecture), ARGUMENTS.get(0)))
          .isEqualTo(beyond);
    }
    assertThat(filter.run(-1, audit(architecture), ARGUMENTS.get(0))).isEqualTo(ENOSYS);
  }

  @ParameterizedTest
  @EnumSource
  void anyNumber_foreignArchitecture_endsTheProcess(Architecture architecture) {
    BpfInterpreter filter = filter(architecture);
    Architecture other =
        architecture == Architecture.X86_64 ? Architecture.AARCH64 : Architecture.X86_64;
    int[] foreign = java.util.Arrays.copyOf(FOREIGN, FOREIGN.length + 1);
    foreign[FOREIGN.length] = audit(other);
    for (int audit : foreign) {
      for (int number = -2; number < 600; number++) {
        assertThat(filter.run(number, audit, ARGUMENTS.get(0)))
            .as("call %s of %x", number, audit)
            .isEqualTo(KILL);
      }
    }
  }

  @Test
  void program_bothArchitectures_isSmall() {
    for (Architecture architecture : Architecture.values()) {
      SystemCallFilter filter = SystemCallFilter.of(architecture);
      assertThat(filter.instructions()).isBetween(100, 300);
      assertThat(filter.program()).hasSize(8 * filter.instructions());
      assertThat(filter.architecture()).isEqualTo(architecture);
    }
  }

  @Test
  void program_changedByCaller_isACopy() {
    SystemCallFilter filter = SystemCallFilter.of(Architecture.X86_64);
    byte[] program = filter.program();
    program[0] = 99;
    assertThat(filter.program()[0]).isEqualTo((byte) 0x20);
  }

  static BpfInterpreter filter(Architecture architecture) {
    return new BpfInterpreter(SystemCallFilter.of(architecture).program());
  }

  /** Written out again: the test has its own copy of linux/audit.h. */
  static int audit(Architecture architecture) {
    return architecture == Architecture.X86_64 ? 0xC000003E : 0xC00000B7;
  }

  static Map<String, Integer> numbers(Architecture architecture) throws IOException {
    Map<String, Integer> numbers = new HashMap<>();
    for (String[] row : rows()) {
      String number = row[architecture == Architecture.X86_64 ? 1 : 2];
      if (!number.equals("-")) {
        numbers.put(row[0], Integer.valueOf(number));
      }
    }
    return numbers;
  }

  private static Map<Integer, String> table(Architecture architecture) throws IOException {
    Map<Integer, String> table = new HashMap<>();
    Map<String, Integer> numbers = numbers(architecture);
    for (String[] row : rows()) {
      if (numbers.containsKey(row[0])) {
        assertThat(table.put(numbers.get(row[0]), row[3])).as(row[0]).isNull();
      }
    }
    assertThat(table).hasSizeGreaterThan(300);
    return table;
  }

  private static List<String[]> rows() throws IOException {
    try (InputStream in = SystemCallFilterTest.class.getResourceAsStream("system-calls.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .toList();
    }
  }

  private static int value(String verdict) {
    return switch (verdict) {
      case "ALLOW" -> ALLOW;
      case "EPERM" -> EPERM;
      case "ENOSYS" -> ENOSYS;
      case "ENOTSUP" -> ENOTSUP;
      case "NOTHING" -> NOTHING;
      default -> throw new IllegalArgumentException(verdict);
    };
  }

  static LongStream halves(long low) {
    return LongStream.of(0, 1, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL)
        .map(high -> (high << 32) | (low & 0xFFFFFFFFL));
  }
}
