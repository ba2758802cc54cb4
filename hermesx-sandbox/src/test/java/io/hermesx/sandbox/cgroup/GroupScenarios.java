// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What control groups must hold, on a host, as an ordinary user, and in another kernel: the program
 * {@link #main} needs nothing but a JDK, a shell and Perl.
 */
public final class GroupScenarios {

  private static final long MEBIOCTET = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final GroupLimits LIMITS = GroupLimits.of(64 * MEBIOCTET, 64);

  /** Half a processor, so that a storm does not hit the host; a kill takes the quota away. */
  private static final GroupLimits STORM = new GroupLimits(64 * MEBIOCTET, 32, 500);

  /** Half of the children end at once, so that there is always room for more. */
  private static final String FORKS_AND_ENDS =
      """
      while (1) {
        my $p = fork;
        select(undef, undef, undef, 0.002) unless defined $p;
        exit if defined $p && !$p && rand() < 0.5;
        1 while waitpid(-1, 1) > 0;
      }
      """;

  private static final GroupLimits TENTH = new GroupLimits(64 * MEBIOCTET, 64, 100);
  private static final String BUSY = "my $x; while ((times)[0] < 0.3) { $x++ }";

  private final GroupSettings settings;

  GroupScenarios(GroupSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs everything once and prints what is there.
   *
   * @param arguments {@code storms=N}, {@code uses=N}, {@code under=GROUP}
   */
  public static void main(String[] arguments) throws Exception {
    GroupSettings.Builder settings =
        GroupSettings.builder().wanted(EnumSet.allOf(Facility.class)).patience(PATIENCE);
    int storms = 20;
    int uses = 100;
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      switch (argument.substring(0, argument.length() - value.length())) {
        case "storms=" -> storms = Integer.parseInt(value);
        case "uses=" -> uses = Integer.parseInt(value);
        case "under=" -> settings.under(value);
        default -> throw new IllegalArgumentException("no such scenario: " + argument);
      }
    }
    GroupScenarios scenarios = new GroupScenarios(settings.build());
    scenarios.facilities();
    scenarios.memory();
    scenarios.processes();
    scenarios.processorTime();
    scenarios.quotaIsWritten();
    scenarios.lateKill();
    scenarios.storms(storms);
    scenarios.uses(uses);
    System.out.println("every scenario held");
  }

  void facilities() {
    try (ExecutorGroup group = open()) {
      System.out.println("facilities " + EnumSet.copyOf(group.facilities()));
      check(group.shortfalls().isEmpty(), "no shortfalls but " + group.shortfalls());
      check(group.leftovers().isEmpty(), "no leftovers but " + group.leftovers());
    }
  }

  void memory() throws IOException, InterruptedException {
    try (ExecutorGroup group = open()) {
      GroupUsage hog;
      try (GroupClaim claim = group.claim(LIMITS)) {
        int code = GroupProgram.run(claim, "perl", "-e", "$x = 'a' x 100_000_000; sleep 1");
        hog = claim.usage();
        check(code == 137, "the hog is killed, not ended with " + code);
      }
      check(hog.oomKills() == 1, "one kill is counted: " + hog);
      check(hog.peakOctets() > 32 * MEBIOCTET, "the peak is seen: " + hog);
      check(hog.peakOctets() <= 64 * MEBIOCTET, "the peak is below the limit: " + hog);
      try (GroupClaim claim = group.claim(LIMITS)) {
        check(GroupProgram.run(claim, "true") == 0, "the next execution runs");
        GroupUsage next = claim.usage();
        check(next.oomKills() == 0, "kills start again: " + next);
        check(next.peakOctets() < 16 * MEBIOCTET, "the peak starts again: " + next);
      }
      try (GroupClaim claim = group.claim(GroupLimits.of(0, 64))) {
        String hold = "$x = 'a' x 100_000_000";
        check(GroupProgram.run(claim, "perl", "-e", hold) == 0, "it fits where nothing limits");
        check(claim.usage().peakOctets() > 90 * MEBIOCTET, "seen: " + claim.usage());
      }
      try (GroupClaim claim = group.claim(LIMITS)) {
        int code = GroupProgram.run(claim, "perl", "-e", "$x = 'a' x 100_000_000; sleep 1");
        check(code == 137, "the limit is back, not " + code);
      }
    }
  }

  void processes() throws IOException, InterruptedException {
    String forks =
        "for (1..30) { my $p = fork; exit($_) unless defined $p; if (!$p) { sleep 60; exit } }";
    try (ExecutorGroup group = open()) {
      for (int limit : new int[] {5, 20, 12}) {
        try (GroupClaim claim = group.claim(GroupLimits.of(0, limit))) {
          int code = GroupProgram.run(claim, "perl", "-e", forks);
          check(code == limit, "fork number " + limit + " fails, not " + code);
        }
      }
      try (GroupClaim claim = group.claim(GroupLimits.of(0, 0))) {
        check(GroupProgram.run(claim, "perl", "-e", forks) == 0, "30 forks without a limit");
        check(claim.awaitEnd(Duration.ofMillis(20)) == Occupancy.OCCUPIED, "they are there");
        claim.kill();
        check(claim.awaitEnd(PATIENCE) != Occupancy.OCCUPIED, "they are gone");
      }
    }
  }

  void processorTime() throws IOException, InterruptedException {
    try (ExecutorGroup group = open()) {
      long used;
      try (GroupClaim claim = group.claim(LIMITS)) {
        check(GroupProgram.run(claim, "perl", "-e", BUSY) == 0, "it ends");
        used = claim.usage().cpuMicros();
        // A kernel that counts in ticks, as that of User Mode Linux, sees some of it only.
        check(used >= 150_000, "0.3 s are seen: " + used);
      }
      try (GroupClaim claim = group.claim(LIMITS)) {
        check(claim.usage().cpuMicros() < used, "the count starts again");
      }
    }
  }

  /** A tenth of a processor: 0.3 s of processor time take 2.1 s at least, however fast it is. */
  void quota() throws IOException, InterruptedException {
    try (ExecutorGroup group = open();
        GroupClaim claim = group.claim(TENTH)) {
      long start = System.nanoTime();
      check(GroupProgram.run(claim, "perl", "-e", BUSY) == 0, "it ends");
      long millis = (System.nanoTime() - start) / 1_000_000;
      check(millis >= 1_500, "0.3 s at a tenth of a processor in " + millis + " ms");
    }
  }

  void quotaIsWritten() throws IOException {
    try (ExecutorGroup group = open()) {
      for (GroupLimits limits : List.of(TENTH, LIMITS, STORM)) {
        try (GroupClaim claim = group.claim(limits)) {
          String micros = Integer.toString(limits.milliCpus() * 100);
          List<String> expected =
              limits.milliCpus() == 0
                  ? List.of("max 100000", "-1")
                  : List.of(micros + " 100000", micros);
          check(expected.contains(quotaFile(claim)), expected + " is " + quotaFile(claim));
        }
      }
    }
  }

  private static String quotaFile(GroupClaim claim) {
    return claim.entryFiles().stream()
        .flatMap(file -> Stream.of("cpu.max", "cpu.cfs_quota_us").map(file::resolveSibling))
        .filter(Files::exists)
        .map(KernelFile::read)
        .findFirst()
        .orElseThrow();
  }

  void lateKill() throws IOException {
    try (ExecutorGroup group = open()) {
      GroupClaim first = group.claim(LIMITS);
      first.close();
      try (GroupClaim second = group.claim(LIMITS)) {
        check(first.entryFiles().equals(second.entryFiles()), "the group is used again");
        Process process = GroupProgram.start(second, "sleep", "60");
        GroupProgram.await("it entered", () -> GroupProgram.population(second) > 0);
        first.kill();
        check(second.awaitEnd(Duration.ofMillis(50)) == Occupancy.OCCUPIED, "it runs on");
        process.destroyForcibly();
        second.kill();
        check(second.awaitEnd(PATIENCE) != Occupancy.OCCUPIED, "it is gone");
      }
    }
  }

  void storms(int times) throws IOException {
    String word = "storm-of-" + ProcessHandle.current().pid();
    List<Long> micros = new ArrayList<>();
    try (ExecutorGroup group = open()) {
      for (int time = 0; time < times; time++) {
        try (GroupClaim claim = group.claim(STORM)) {
          Process process = GroupProgram.start(claim, "perl", "-e", FORKS_AND_ENDS, word);
          GroupProgram.await("the storm blows", () -> GroupProgram.population(claim) >= 16);
          check(!GroupProgram.survivors(word).isEmpty(), "it can be seen");
          long start = System.nanoTime();
          process.destroyForcibly();
          claim.kill();
          check(claim.awaitEnd(PATIENCE) != Occupancy.OCCUPIED, "it is over, time " + time);
          micros.add((System.nanoTime() - start) / 1_000);
        }
      }
    }
    check(GroupProgram.survivors(word).isEmpty(), "left: " + GroupProgram.survivors(word));
    micros.sort(null);
    System.out.printf(
        "%d storms ended, p50 %d us, p99 %d us%n",
        times, micros.get(times / 2), micros.get(times * 99 / 100));
  }

  void uses(int times) throws IOException, InterruptedException {
    try (ExecutorGroup group = open()) {
      long groups = 0;
      for (int time = 0; time < times; time++) {
        try (GroupClaim claim = group.claim(LIMITS)) {
          check(GroupProgram.run(claim, "true") == 0, "execution " + time + " runs");
          Path parent = claim.entryFiles().get(0).getParent().getParent();
          groups = Math.max(groups, directories(parent));
        }
      }
      check(groups == 1, "one group is enough, not " + groups);
    }
  }

  ExecutorGroup open() {
    return ControlGroups.of(Path.of("/proc")).open(settings);
  }

  private static long directories(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Files::isDirectory).count();
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
