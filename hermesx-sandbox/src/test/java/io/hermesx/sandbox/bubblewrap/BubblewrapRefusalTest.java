// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken away from the executor is not claimed, and refused by its exact name. */
class BubblewrapRefusalTest {

  private static final Set<Guarantee> NEEDS_CONTROL_GROUP =
      EnumSet.of(
          Guarantee.CPU_TIME_LIMIT,
          Guarantee.MEMORY_TREE_LIMIT,
          Guarantee.DISK_LIMIT,
          Guarantee.HOST_OOM_SAFE);

  private static Path real;

  @TempDir private Path folder;

  @BeforeAll
  static void requireBubblewrap() {
    real = Bubblewrap.require();
  }

  @BeforeEach
  void letOtherAccountsIn() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void guarantees_nothingTakenAway_areThoseOfTheTierWithoutWhatNeedsAControlGroup() {
    assertThat(missing(BubblewrapSandboxExecutor.builder().withoutControlGroups()))
        .isEqualTo(NEEDS_CONTROL_GROUP);
  }

  @Test
  void guarantees_withControlGroups_areAllOfTheTier() {
    Bubblewrap.requireControlGroups();

    assertThat(missing(BubblewrapSandboxExecutor.builder())).isEmpty();
  }

  @Test
  void guarantees_noBubblewrap_areNone() {
    BubblewrapSandboxExecutor.Builder without =
        BubblewrapSandboxExecutor.builder().bubblewrap(folder.resolve("bwrap"));

    assertThat(missing(without)).isEqualTo(SandboxTier.UNTRUSTED.guarantees());
    try (BubblewrapSandboxExecutor executor = without.open()) {
      assertThat(executor.proofs()).allMatch(proof -> !proof.remedy().isBlank());
    }
  }

  @Test
  void guarantees_noUserNamespaces_areNone() throws IOException {
    Path refuses = program("echo 'bwrap: Creating new namespace failed' >&2; exit 1");

    assertThat(missing(BubblewrapSandboxExecutor.builder().bubblewrap(refuses)))
        .isEqualTo(SandboxTier.UNTRUSTED.guarantees());
  }

  @Test
  void guarantees_bubblewrapThatDoesNotKnowAnOption_areNone() throws IOException {
    Path old = program("tr '\\0' '\\n' <&7 | grep -q -x -e --disable-userns && exit 1; exit 0");

    assertThat(missing(BubblewrapSandboxExecutor.builder().bubblewrap(old)))
        .isEqualTo(SandboxTier.UNTRUSTED.guarantees());
  }

  @Test
  void guarantees_bubblewrapWithoutFilter_lackTheFilterAlone() throws IOException {
    assertThat(lackingWith(editing("grep -v -x -e --seccomp -e 9")))
        .containsExactly(Guarantee.SYSCALL_FILTER);
  }

  @Test
  void guarantees_bubblewrapWithoutFilter_noLimitOnMemoryIsHeldEither() throws IOException {
    Bubblewrap.requireControlGroups();

    assertThat(
            missing(
                BubblewrapSandboxExecutor.builder()
                    .bubblewrap(editing("grep -v -x -e --seccomp -e 9"))))
        .containsExactlyInAnyOrder(
            Guarantee.SYSCALL_FILTER,
            Guarantee.MEMORY_TREE_LIMIT,
            Guarantee.DISK_LIMIT,
            Guarantee.HOST_OOM_SAFE);
  }

  @Test
  void guarantees_bubblewrapWithTheHostsNetwork_lackItsAbsenceAlone() throws IOException {
    assertThat(lackingWith(editing("sed -e 's/^--unshare-all$/&\\n--share-net/'")))
        .containsExactly(Guarantee.NET_NONE);
  }

  @Test
  void guarantees_bubblewrapThatShowsTheHost_lackConfinementAlone() throws IOException {
    assertThat(lackingWith(editing("sed -e 's/^--proc$/--ro-bind\\n\\/var\\n\\/var\\n&/'")))
        .containsExactly(Guarantee.FS_CONFINED);
  }

  /** What is handed in makes the folders above it, which is no licence for what is beside it. */
  @Test
  void guarantees_bubblewrapThatShowsTheHostAroundWhatIsHandedIn_lackConfinementAlone()
      throws IOException {
    Path handedIn = Files.createTempDirectory(Path.of("/var/tmp"), "hermesx-handed-in-");
    Files.setPosixFilePermissions(handedIn, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Set<Guarantee> missing =
          missing(
              BubblewrapSandboxExecutor.builder()
                  .bubblewrap(editing("sed -e 's/^--proc$/--ro-bind\\n\\/var\\n\\/var\\n&/'"))
                  .withoutControlGroups()
                  .readOnly(handedIn));
      missing.removeAll(NEEDS_CONTROL_GROUP);

      assertThat(missing).containsExactly(Guarantee.FS_CONFINED);
    } finally {
      Files.delete(handedIn);
    }
  }

  @Test
  void guarantees_bubblewrapThatKeepsVariables_lackTheCleanEnvironmentAlone() throws IOException {
    assertThat(lackingWith(editing("grep -v -x -e --clearenv")))
        .containsExactly(Guarantee.ENV_CLEAN);
  }

  @Test
  void guarantees_temporaryFolderThatOnlyRootMayEnter_areNoneAndTheRemedyNamesIt()
      throws IOException {
    OutsideComponent.require(
        "root", Optional.of(folder).filter(own -> isRoots(own)), "run as root");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path inside = Files.createDirectory(closed.resolve("inside"));
    Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rwx------"));
    BubblewrapSandboxExecutor.Builder builder =
        BubblewrapSandboxExecutor.builder().temporaryFolder(inside);

    assertThat(missing(builder)).isEqualTo(SandboxTier.UNTRUSTED.guarantees());
    try (BubblewrapSandboxExecutor executor = builder.open()) {
      assertThat(executor.proofs().get(0).remedy())
          .contains("chmod o+x " + closed + ";")
          .contains("temporaryFolder")
          .doesNotContain("user namespaces");
    }
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rwxr-xr-x"));
    Set<Guarantee> left = missing(builder.withoutControlGroups());

    assertThat(left).isEqualTo(NEEDS_CONTROL_GROUP);
  }

  private static boolean isRoots(Path path) {
    try {
      return Files.getAttribute(path, "unix:uid").equals(0);
    } catch (IOException e) {
      return false;
    }
  }

  private Set<Guarantee> lackingWith(Path bubblewrap) {
    Set<Guarantee> missing =
        missing(BubblewrapSandboxExecutor.builder().bubblewrap(bubblewrap).withoutControlGroups());
    missing.removeAll(NEEDS_CONTROL_GROUP);
    return missing;
  }

  /** A bubblewrap that gets other arguments than it is handed, one on a line. */
  private Path editing(String command) throws IOException {
    return program(
        "[ \"$1\" = --args ] || exec "
            + real
            + " \"$@\"\n"
            + "edited=$(mktemp) || exit 1\n"
            + "tr '\\0' '\\n' <&7 | "
            + command
            + " | tr '\\n' '\\0' >$edited\n"
            + "exec 7<$edited && rm $edited && exec "
            + real
            + " \"$@\"");
  }

  private Path program(String script) throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("bwrap-" + script.hashCode()), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  /** What of the tier is missing, each of which is refused by its name with a remedy. */
  private static Set<Guarantee> missing(BubblewrapSandboxExecutor.Builder builder) {
    try (BubblewrapSandboxExecutor executor = builder.open()) {
      EnumSet<Guarantee> missing = EnumSet.copyOf(SandboxTier.UNTRUSTED.guarantees());
      missing.removeAll(executor.guarantees());
      if (!missing.isEmpty()) {
        SandboxOutcome outcome =
            executor
                .start(SandboxRequest.of(SandboxTier.UNTRUSTED.guarantees(), "true"))
                .result()
                .join()
                .outcome();
        assertThat(outcome).isInstanceOf(SandboxOutcome.Refused.class);
        assertThat(((SandboxOutcome.Refused) outcome).missing()).isEqualTo(missing);
        assertThat(((SandboxOutcome.Refused) outcome).remedy()).isNotBlank();
      }
      return missing;
    }
  }
}
