// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that do nothing wrong, each with everything required that is required of programs that
 * nobody has read, as far as this user can hold it here: they say and end the same as outside. One
 * that does not find here what it needs does not count, inside or outside.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenignProgramsTest {

  private static final int AT_LEAST = 200;

  /** What an ordinary user does not hold without a delegated control group. */
  private static final Set<Guarantee> NEEDS_CONTROL_GROUP =
      EnumSet.of(
          Guarantee.CPU_TIME_LIMIT,
          Guarantee.MEMORY_TREE_LIMIT,
          Guarantee.DISK_LIMIT,
          Guarantee.HOST_OOM_SAFE);

  /** What shells, perl and python say of a program or library that is not here. */
  private static final Pattern NOT_HERE =
      Pattern.compile("not found|Can't locate |No module named|ModuleNotFoundError");

  private final List<String> ran = new ArrayList<>();
  private final List<String> notRun = new ArrayList<>();

  @TempDir private Path folder;

  private final Set<Guarantee> required = EnumSet.copyOf(SandboxTier.UNTRUSTED.guarantees());
  private BubblewrapSandboxExecutor executor;

  @BeforeAll
  void open() {
    assumeTrue(
        System.getProperty("os.name", "").equals("Linux"),
        "sandboxes of processes are for Linux alone");
    OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
    executor = BubblewrapSandboxExecutor.builder().open();
    Set<Guarantee> missing = EnumSet.copyOf(required);
    missing.removeAll(executor.guarantees());
    boolean demanded =
        Stream.of(System.getenv().getOrDefault("HERMESX_REQUIRE", "").split(",", -1))
            .anyMatch("cgroup"::equals);
    if (!missing.isEmpty() && (demanded || !NEEDS_CONTROL_GROUP.containsAll(missing))) {
      OutsideComponent.without(
          "cgroup",
          "nothing is run without " + missing + "; make a control group writable",
          System.getenv("HERMESX_REQUIRE"));
    }
    required.removeAll(missing);
  }

  @AfterAll
  void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> benignProgram_inTheSandbox_saysAndEndsAsOutside() {
    List<BenignProgram> all = BenignProgram.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    return Stream.concat(
        all.stream()
            .map(program -> DynamicTest.dynamicTest(program.name(), () -> unharmed(program))),
        Stream.of(DynamicTest.dynamicTest("at least " + AT_LEAST + " ran", this::enough)));
  }

  /** Not before the other tests of the factory: dynamic tests run in their order. */
  private void enough() {
    System.out.printf(
        "benign programs: %d ran unharmed, %d did not run: %s%n",
        ran.size(), notRun.size(), notRun);
    boolean demanded =
        System.getenv("CI") != null
            || !System.getenv().getOrDefault("HERMESX_REQUIRE", "").isBlank();
    assumeTrue(ran.size() >= AT_LEAST || demanded, "too few of the programs are here");
    assertThat(ran).hasSizeGreaterThanOrEqualTo(AT_LEAST);
  }

  private void unharmed(BenignProgram benign) throws Exception {
    notRun.add(benign.name());
    Optional<String> missing = benign.program().missing();
    assumeTrue(missing.isEmpty(), () -> "it is not here: " + missing.orElseThrow());
    assumeTrue(
        !benign.needsInternetSockets() || hasInternetSockets(),
        "control groups version 1 do not count what is under way between sockets");
    String marker = "hermesx-benign-" + UUID.randomUUID();
    SandboxRequest request =
        SandboxRequest.builder(
                benign.program().argv(new Words(true, java.util.Map.of())).toArray(String[]::new))
            .environment(BenignProgram.environment(marker, "/tmp"))
            .stdin(BenignProgram.STDIN.getBytes(StandardCharsets.UTF_8))
            .required(required)
            .build();
    var execution = executor.start(request);
    PlainRun.Ended outside = outside(benign, marker);
    SandboxResult inside = execution.result().get(40, TimeUnit.SECONDS);
    assertThat(text(inside)).isEqualTo(text(outside));
    assertThat(inside.held()).containsAll(required);
    assumeTrue(hasRun(outside), () -> "something for it is not here: " + text(outside));
    notRun.remove(benign.name());
    ran.add(benign.name());
  }

  /** A shell ends with 126 and 127 where there is no such program. */
  private static boolean hasRun(PlainRun.Ended outside) {
    return outside.code() != 126
        && outside.code() != 127
        && !NOT_HERE.matcher(outside.err()).find();
  }

  /** Memory of version 1 is a tree of its own. */
  private boolean hasInternetSockets() throws IOException {
    return !executor.guarantees().contains(Guarantee.MEMORY_TREE_LIMIT)
        || Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
            .noneMatch(line -> line.contains(":memory:"));
  }

  private PlainRun.Ended outside(BenignProgram benign, String marker)
      throws IOException, InterruptedException {
    Path home = Files.createDirectory(folder.resolve(marker));
    return new PlainRun(home, BenignProgram.environment(marker, home.toString()))
        .benign(
            benign.program().argv(new Words(false, java.util.Map.of())),
            BenignProgram.STDIN.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(SandboxResult inside) {
    return Judgement.text(inside.outcome())
        + "\n"
        + inside.out().text()
        + "\nerrors:\n"
        + inside.err().text();
  }

  private static String text(PlainRun.Ended outside) {
    return "exit " + outside.code() + "\n" + outside.out() + "\nerrors:\n" + outside.err();
  }
}
