// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.sandbox.process.ProcessBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many sessions may keep a folder each. */
class SessionsTest {

  private static final SandboxRequest SHORT = SandboxRequest.builder("true").build();
  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);

  @TempDir private Path temporary;

  private static SandboxSession session(Engine engine) {
    return engine.open(Set.of(), SandboxLimits.STANDARD);
  }

  private static SandboxOutcome outcome(SandboxSession session) {
    SandboxExecution execution = session.start(SHORT);
    return execution.result().join().outcome();
  }

  @Test
  void open_asManyAsMayBe_runsNothingInOneMoreUntilOneIsClosed() throws IOException {
    EngineSettings two = EngineSettings.standard().withMaxSessions(2);
    try (Engine engine = Engine.open(ProcessBackend.in(temporary), two)) {
      SandboxSession first = session(engine);
      SandboxSession second = session(engine);
      assertThat(outcome(first)).isEqualTo(DONE);
      assertThat(outcome(second)).isEqualTo(DONE);
      long folders = folders();

      try (SandboxSession third = session(engine)) {
        assertThat(outcome(third))
            .isInstanceOf(SandboxOutcome.Overloaded.class)
            .asString()
            .contains("2 sessions were open", "raise maxSessions");
        assertThat(folders()).isEqualTo(folders);
        first.close();
        assertThat(outcome(third)).isInstanceOf(SandboxOutcome.Overloaded.class);
      }
      assertThat(outcome(session(engine))).isEqualTo(DONE);
      assertThat(outcome(second)).isEqualTo(DONE);
      assertThat(outcome(session(engine))).isInstanceOf(SandboxOutcome.Overloaded.class);
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void settings_outOfRange_nameTheRange() {
    for (int wrong : new int[] {0, 100_001}) {
      assertThatThrownBy(() -> EngineSettings.standard().withMaxSessions(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxSessions is " + wrong + ", allowed: 1 to 100000");
    }
  }

  private long folders() throws IOException {
    try (Stream<Path> all = Files.walk(temporary, 3)) {
      return all.filter(Files::isDirectory).count();
    }
  }
}
