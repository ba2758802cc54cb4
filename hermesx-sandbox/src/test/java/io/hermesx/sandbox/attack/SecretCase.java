// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxOutcome.Exited;
import io.hermesx.core.sandbox.SandboxOutcome.Faulted;
import io.hermesx.core.sandbox.SandboxOutcome.Refused;
import io.hermesx.core.sandbox.SandboxOutcome.Signaled;
import io.hermesx.core.sandbox.SandboxOutcome.TimedOut;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxRequestBuilder;
import io.hermesx.core.sandbox.SandboxTier;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** How a program with a secret among its variables ends, or does not begin. */
enum SecretCase {
  SUCCESS("exit 0", Exited.class, Exited.class),
  TIME_OUT("sleep 300", TimedOut.class, TimedOut.class),
  CRASH("kill -SEGV $$", Signaled.class, Signaled.class),
  OUTSIDE_KILLED("echo $SECRET >&2; echo up; exec sleep 300", Signaled.class, Faulted.class),
  LOADER_VARIABLE("exit 0", Exited.class, Faulted.class),
  LOADER_SETTING("exit 0", Exited.class, Faulted.class),
  TOO_MANY_VARIABLES("exit 0", Exited.class, Faulted.class),
  TOO_LARGE_A_VARIABLE("exit 0", Faulted.class, Faulted.class),
  TOO_MANY_ARGUMENTS("exit 0", Exited.class, Faulted.class),
  NO_SUCH_PROGRAM("exit 0", Faulted.class, Exited.class),
  FILE_IN_A_FILE("exit 0", Faulted.class, Faulted.class),
  TOO_LARGE_A_FILE("exit 0", Faulted.class, Faulted.class),
  SINK_THAT_THROWS("echo up", Exited.class, Exited.class),
  REFUSED("exit 0", Refused.class, Refused.class);

  private static final int MANY = 4_000;

  private final String script;
  private final Class<? extends SandboxOutcome> plain;
  private final Class<? extends SandboxOutcome> confined;

  SecretCase(
      String script,
      Class<? extends SandboxOutcome> plain,
      Class<? extends SandboxOutcome> confined) {
    this.script = script;
    this.plain = plain;
    this.confined = confined;
  }

  /** Returns how it ends as a plain process. */
  Class<? extends SandboxOutcome> plain() {
    return plain;
  }

  /** Returns how it ends in bubblewrap without control groups. */
  Class<? extends SandboxOutcome> confined() {
    return confined;
  }

  boolean isKilledFromOutside() {
    return this == OUTSIDE_KILLED;
  }

  OutputSink sink(CountDownLatch up) {
    return (stream, piece) -> {
      up.countDown();
      if (this == SINK_THAT_THROWS) {
        throw new IllegalStateException("thrown by the sink");
      }
    };
  }

  SandboxRequest request(String secret) {
    String[] argv = {this == NO_SUCH_PROGRAM ? "/no/such" : "/bin/sh", "-c", script};
    SandboxRequestBuilder request =
        this == TOO_MANY_ARGUMENTS ? builder(argv, 3 * MANY) : SandboxRequest.builder(argv);
    return request
        .environment(environment(secret))
        .files(new SandboxFiles(files(secret), List.of()))
        .required(this == REFUSED ? SandboxTier.UNTRUSTED.guarantees() : Set.of())
        .limits(limits())
        .build();
  }

  private static SandboxRequestBuilder builder(String[] argv, int more) {
    String[] all = new String[argv.length + more];
    Arrays.fill(all, "x");
    System.arraycopy(argv, 0, all, 0, argv.length);
    return SandboxRequest.builder(all);
  }

  private SandboxLimits limits() {
    Duration wall = this == TIME_OUT ? Duration.ofMillis(300) : Duration.ofSeconds(30);
    return SandboxLimits.STANDARD.toBuilder().wall(wall).diskBytes(1L << 20).build();
  }

  private Map<String, String> environment(String secret) {
    Map<String, String> environment = new HashMap<>(Map.of("SECRET", secret, "PATH", "/bin"));
    switch (this) {
      case LOADER_VARIABLE -> environment.put("LD_LIBRARY_PATH", secret);
      case LOADER_SETTING -> environment.put("GLIBC_TUNABLES", secret);
      case TOO_LARGE_A_VARIABLE -> environment.put("LARGE", secret.repeat(10_000));
      case TOO_MANY_VARIABLES -> {
        for (int i = 0; i < MANY; i++) {
          environment.put("SECRET" + i, secret);
        }
      }
      default -> {
        return environment;
      }
    }
    return environment;
  }

  private List<SandboxFile> files(String secret) {
    return switch (this) {
      case FILE_IN_A_FILE ->
          List.of(SandboxFile.text("a", secret), SandboxFile.text("a/b", secret));
      case TOO_LARGE_A_FILE -> List.of(SandboxFile.text("a", secret.repeat(100_000)));
      default -> List.of();
    };
  }
}
