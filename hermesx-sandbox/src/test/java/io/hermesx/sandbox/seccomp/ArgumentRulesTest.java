// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Decisions by argument, against conditions written down again here. Every value that matters comes
 * with its neighbours, with each single bit turned, and with every kind of upper half.
 */
class ArgumentRulesTest {

  private static final int ALLOW = 0x7FFF0000;
  private static final int EPERM = 0x00050001;
  private static final int EAFNOSUPPORT = 0x00050061;
  private static final int NOTHING = 0x00050000;

  @ParameterizedTest
  @EnumSource
  void clone_namespaceFlags_areRefused(Architecture architecture) throws IOException {
    long namespaces =
        0x20000L | 0x2000000L | 0x4000000L | 0x8000000L | 0x10000000L | 0x20000000L | 0x40000000L;
    check(architecture, "clone", 0, value -> (value & namespaces) == 0, 0, 17, 0x3D0F00, 0x1200011);
  }

  @ParameterizedTest
  @EnumSource
  void socketpair_otherThanUnix_isRefused(Architecture architecture) throws IOException {
    check(architecture, "socketpair", 0, value -> value == 1, 0, 1, 2, 10, 16, 40);
  }

  @ParameterizedTest
  @EnumSource
  void ioctl_terminalInput_isRefused(Architecture architecture) throws IOException {
    Set<Long> refused = Set.of(0x5412L, 0x541CL, 0x5423L);
    check(
        architecture,
        "ioctl",
        1,
        value -> !refused.contains(value),
        0x5412,
        0x541C,
        0x5423,
        0x5401);
  }

  @ParameterizedTest
  @EnumSource
  void fcntl_leases_areRefused(Architecture architecture) throws IOException {
    Set<Long> refused = Set.of(1024L, 1040L);
    int[] commands =
        IntStream.concat(IntStream.range(-1, 40), IntStream.range(1020, 1050)).toArray();
    check(architecture, "fcntl", 1, value -> !refused.contains(value), commands);
  }

  @ParameterizedTest
  @EnumSource
  void personality_unusual_isRefused(Architecture architecture) throws IOException {
    Set<Long> allowed = Set.of(0L, 8L, 0x20000L, 0x20008L, 0xFFFFFFFFL);
    check(architecture, "personality", 0, allowed::contains, 0, 8, 0x20000, 0x20008, -1, 0x40000);
  }

  @ParameterizedTest
  @EnumSource
  void setscheduler_realTime_isRefused(Architecture architecture) throws IOException {
    Set<Long> allowed = Set.of(0L, 3L, 5L, 0x40000000L, 0x40000003L, 0x40000005L);
    check(
        architecture, "sched_setscheduler", 1, allowed::contains, 0, 1, 2, 3, 5, 6, 7, 0x40000001);
  }

  @ParameterizedTest
  @EnumSource
  void mknod_devices_areRefused(Architecture architecture) throws IOException {
    LongPredicate noDevice = value -> (value & 0xF000) != 0x2000 && (value & 0xF000) != 0x6000;
    int[] modes = IntStream.range(0, 16).map(kind -> kind << 12 | 0644).toArray();
    check(architecture, "mknodat", 2, noDevice, modes);
    if (architecture == Architecture.X86_64) {
      check(architecture, "mknod", 1, noDevice, modes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void socket_familyTypeAndProtocol_decide(Architecture architecture) throws IOException {
    int number = SystemCallFilterTest.numbers(architecture).get("socket");
    BpfInterpreter filter = SystemCallFilterTest.filter(architecture);
    int audit = SystemCallFilterTest.audit(architecture);
    Set<Integer> protocols = Set.of(0, 6, 17);
    for (int family = -1; family < 50; family++) {
      for (int type = 0; type < 32; type++) {
        for (int protocol = -1; protocol < 300; protocol++) {
          boolean internet = family == 2 || family == 10;
          boolean plain = (type & 15) == 1 || (type & 15) == 2;
          boolean allowed = family == 1 || (internet && plain && protocols.contains(protocol));
          long flags = (type & 16) | (type > 15 ? 0x80800 : 0);
          long high = (long) protocol << 32;
          int verdict =
              filter.run(
                  number,
                  audit,
                  high | (family & 0xFFFFFFFFL),
                  high | (flags & ~16) | (type & 15),
                  high | (protocol & 0xFFFFFFFFL),
                  0,
                  0,
                  0);
          assertThat(verdict)
              .as("socket(%s, %s, %s)", family, type, protocol)
              .isEqualTo(allowed ? ALLOW : EPERM);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void socket_withoutInternet_isOfUnixAlone(Architecture architecture) throws IOException {
    int number = SystemCallFilterTest.numbers(architecture).get("socket");
    BpfInterpreter filter =
        new BpfInterpreter(SystemCallFilter.withoutInternet(architecture).program());
    for (int family = -1; family < 50; family++) {
      boolean internet = family == 2 || family == 10;
      for (int type : new int[] {1, 2, 3, 0x80801}) {
        assertThat(
                filter.run(
                    number, SystemCallFilterTest.audit(architecture), family, type, 0, 0, 0, 0))
            .as("socket(%s, %s)", family, type)
            .isEqualTo(family == 1 ? ALLOW : internet ? EAFNOSUPPORT : EPERM);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void setsockopt_filtersOfSockets_areRefused(Architecture architecture) throws IOException {
    int number = SystemCallFilterTest.numbers(architecture).get("setsockopt");
    BpfInterpreter filter = SystemCallFilterTest.filter(architecture);
    Set<Integer> refused = Set.of(26, 50, 51, 52);
    for (int level = -1; level < 50; level++) {
      for (int option = -1; option < 300; option++) {
        long high = (long) option << 32;
        assertThat(
                filter.run(
                    number,
                    SystemCallFilterTest.audit(architecture),
                    3,
                    high | (level & 0xFFFFFFFFL),
                    high | (option & 0xFFFFFFFFL),
                    0,
                    0,
                    0))
            .as("setsockopt(3, %s, %s)", level, option)
            .isEqualTo(level == 1 && refused.contains(option) ? EPERM : ALLOW);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void furtherFilters_ofSystemCalls_areRefused(Architecture architecture) throws IOException {
    int seccomp = SystemCallFilterTest.numbers(architecture).get("seccomp");
    int prctl = SystemCallFilterTest.numbers(architecture).get("prctl");
    BpfInterpreter filter = SystemCallFilterTest.filter(architecture);
    int audit = SystemCallFilterTest.audit(architecture);
    for (int operation = -1; operation < 100; operation++) {
      for (long upper : new long[] {0, 1L << 32, -1L << 32}) {
        long value = upper | (operation & 0xFFFFFFFFL);
        assertThat(filter.run(seccomp, audit, value, 0, 0x1000, 0, 0, 0))
            .as("seccomp(%s)", operation)
            .isEqualTo(operation == 1 ? EPERM : ALLOW);
        assertThat(filter.run(prctl, audit, value, 2, 0x1000, 0, 0, 0))
            .as("prctl(%s)", operation)
            .isEqualTo(operation == 22 ? EPERM : ALLOW);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hugePages_areRefusedAndOthersNot(Architecture architecture) throws IOException {
    BpfInterpreter filter = SystemCallFilterTest.filter(architecture);
    int audit = SystemCallFilterTest.audit(architecture);
    int mmap = SystemCallFilterTest.numbers(architecture).get("mmap");
    int shmget = SystemCallFilterTest.numbers(architecture).get("shmget");
    int memfd = SystemCallFilterTest.numbers(architecture).get("memfd_create");
    for (int bit = 0; bit < 32; bit++) {
      long flags = 1L << bit | 0x22;
      assertThat(filter.run(mmap, audit, 0, 4096, 3, flags, -1, 0))
          .as("mmap with %x", flags)
          .isEqualTo(bit == 18 ? EPERM : ALLOW);
      assertThat(filter.run(shmget, audit, 0, 4096, 1L << bit | 0x180, 0, 0, 0))
          .as("shmget with bit %s", bit)
          .isEqualTo(bit == 11 ? EPERM : ALLOW);
      assertThat(filter.run(memfd, audit, 0x1000, 1L << bit | 1, 0, 0, 0, 0))
          .as("memfd_create with bit %s", bit)
          .isEqualTo(bit == 2 ? EPERM : ALLOW);
    }
  }

  @ParameterizedTest
  @EnumSource
  void limits_ofDumps_canBeAskedForAndNotSet(Architecture architecture) throws IOException {
    int setrlimit = SystemCallFilterTest.numbers(architecture).get("setrlimit");
    int prlimit = SystemCallFilterTest.numbers(architecture).get("prlimit64");
    BpfInterpreter filter = SystemCallFilterTest.filter(architecture);
    int audit = SystemCallFilterTest.audit(architecture);
    for (int resource = -1; resource < 32; resource++) {
      for (long upper : new long[] {0, 1L << 32, -1L << 32}) {
        long value = upper | (resource & 0xFFFFFFFFL);
        int set = resource == 4 ? NOTHING : ALLOW;
        assertThat(filter.run(setrlimit, audit, value, 8, 0, 0, 0, 0)).isEqualTo(set);
        assertThat(filter.run(prlimit, audit, 0, value, 0, 8, 0, 0)).isEqualTo(ALLOW);
        for (long pointer : new long[] {1, 0x1000, 1L << 32, 0x7FFF00000000L, -1, 1L << 63}) {
          assertThat(filter.run(prlimit, audit, 0, value, pointer, 0, 0, 0))
              .as("prlimit64 of %s with %x", resource, pointer)
              .isEqualTo(set);
        }
      }
    }
  }

  private static void check(
      Architecture architecture, String call, int argument, LongPredicate allowed, int... seeds)
      throws IOException {
    int number = SystemCallFilterTest.numbers(architecture).get(call);
    BpfInterpreter filter = SystemCallFilterTest.filter(architecture);
    for (long low : neighbours(seeds)) {
      SystemCallFilterTest.halves(low)
          .forEach(
              value -> {
                long[] arguments = {-1, -1, -1, -1, -1, -1};
                arguments[argument] = value;
                int verdict =
                    filter.run(number, SystemCallFilterTest.audit(architecture), arguments);
                assertThat(verdict)
                    .as("%s with argument %s of %x", call, argument, value)
                    .isEqualTo(allowed.test(value & 0xFFFFFFFFL) ? ALLOW : EPERM);
              });
    }
  }

  private static Set<Long> neighbours(int... seeds) {
    Set<Long> values = new TreeSet<>();
    for (int seed : seeds) {
      for (int step = -2; step <= 2; step++) {
        values.add((long) seed + step);
      }
      for (int bit = 0; bit < 32; bit++) {
        values.add((long) (seed ^ 1 << bit));
      }
    }
    return values;
  }
}
