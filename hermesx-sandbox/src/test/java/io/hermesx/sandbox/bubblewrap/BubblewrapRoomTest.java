// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.cgroup.ControlGroupException;
import io.hermesx.sandbox.cgroup.ControlGroups;
import io.hermesx.sandbox.cgroup.ExecutorGroup;
import io.hermesx.sandbox.cgroup.GroupClaim;
import io.hermesx.sandbox.cgroup.GroupLimits;
import io.hermesx.sandbox.cgroup.GroupSettings;
import io.hermesx.sandbox.files.ExecutorFolder;
import io.hermesx.sandbox.run.Engine;
import io.hermesx.sandbox.run.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slot that could not be cleared is given to nobody, and knows nothing any more. */
class BubblewrapRoomTest {

  private static final byte[] CONSTANT = "constant".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SECRET = "secret".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;
  private BubblewrapSlot slot;
  private Slots slots;

  @BeforeEach
  void makeASlot() throws IOException {
    slot = BubblewrapSlot.in(folder, 61_184, CONSTANT);
    slots = new Slots(List.of(slot));
    assertThat(slots.take()).isSameAs(slot);
    slot.arguments().write(slot.constant(), SECRET);
  }

  private BubblewrapRoom room(Optional<GroupClaim> group) {
    return new BubblewrapRoom(slot, slot.account(), group, Set.of(), slots);
  }

  /** How the kernel shows what is behind a descriptor of this JVM. */
  private static String behind(int descriptor) throws IOException {
    Path file = Path.of("/proc/self/fd/" + descriptor);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private void assertLost() throws IOException {
    assertThat(behind(slot.arguments().descriptor())).doesNotContain("secret");
    assertThat(slots.areMissing()).isTrue();
    assertThatThrownBy(slots::take)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of 1, 1 are lost")
        .hasMessageContaining("open another");
  }

  @Test
  void close_ofACleanRoom_givesTheSlotBackWiped() throws IOException {
    assertThat(behind(slot.arguments().descriptor())).isEqualTo("constantsecret");

    room(Optional.empty()).close();

    assertThat(behind(slot.arguments().descriptor())).isEqualTo("constant");
    assertThat(slots.areMissing()).isFalse();
    assertThat(slots.take()).isSameAs(slot);
    slot.close();
  }

  @Test
  void close_wipeFails_theSlotIsLost() throws IOException {
    slot.status().close();

    assertThatThrownBy(() -> room(Optional.empty()).close())
        .isInstanceOf(UncheckedIOException.class);
    assertLost();
  }

  @Test
  void close_groupFails_theSlotIsWipedAndLostAndTheGroupsGoAllTheSame() throws IOException {
    Bubblewrap.requireControlGroups();
    ExecutorGroup groups = ControlGroups.of(Path.of("/proc")).open(GroupSettings.usual());
    try (groups) {
      GroupClaim claim = groups.claim(GroupLimits.of(64 << 20, 10));
      for (Path entry : claim.entryFiles()) {
        Files.delete(entry.getParent());
      }

      assertThatThrownBy(() -> room(Optional.of(claim)).close())
          .isInstanceOf(ControlGroupException.class);
      assertLost();
    }
    assertThat(groups.directories()).noneMatch(Files::exists);
  }

  /** The engine's place is lost with the slot: of one place, none is left. */
  @Test
  void launch_failsAndTheSlotCannotBeCleared_losesThePlace() throws Exception {
    slots.giveBack(slot);
    slot.status().close();
    Path shell = OutsideComponent.program("sh").orElseThrow();
    Wardenship wardenship =
        Wardenship.begin(() -> Warden.start(shell, "of-the-test", folder, List.of()));
    OwnResources owned = new OwnResources();
    owned.add(wardenship);
    OwnProcess own = OwnProcess.read(Path.of("/proc/self"));
    IdSource ids = IdSource.secure(SystemSources.clock());
    BubblewrapHost host =
        new BubblewrapHost(
            own,
            Sight.of(own),
            BubblewrapCommands.find(),
            "of-the-test",
            owned.add(NamelessFile.in(folder)),
            Optional.empty(),
            List.of(),
            Volumes.in(folder, own, own.account(), ids),
            slots,
            new InnerLimit(Path.of("/usr/bin/prlimit"), false));
    EngineSettings one = new EngineSettings(1, 1, 10, Ticker.system());
    ExecutorFolder made = owned.add(ExecutorFolder.make(folder, "hermesx-test-", "rwx------"));
    ExecutorHome home = ExecutorHome.in(made, unused -> host.volumes());
    try (Engine engine = Engine.open(new BubblewrapBackend(host, home, wardenship, owned), one)) {
      assertThat(outcome(engine)).contains("Faulted", "its place is lost", "Stream Closed");
      assertThat(outcome(engine)).contains("Faulted", "all 1 places are lost");
    }
    assertLost();
  }

  private static String outcome(Engine engine) throws Exception {
    SandboxRequest request = SandboxRequest.builder("true").build();
    return engine
        .start(request, OutputSink.none())
        .result()
        .get(30, TimeUnit.SECONDS)
        .outcome()
        .toString();
  }

  @Test
  void namelessFile_onAnInterruptedThread_canBeUsedAllTheSame() throws IOException {
    Thread.currentThread().interrupt();
    try {
      slot.wipe();
      slot.arguments().write(slot.constant(), SECRET);

      assertThat(new String(slot.arguments().read(100), StandardCharsets.US_ASCII))
          .isEqualTo("constantsecret");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
      slot.close();
    }
  }
}
