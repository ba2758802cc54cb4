// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxRequestBuilder;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Programs with and without a work folder, as whoever runs this. Arguments: a folder to write to,
 * and a delegated control group.
 */
final class OrdinaryUserProgram {

  private static final Set<Guarantee> TIER = SandboxTier.UNTRUSTED.guarantees();
  private static final Set<Guarantee> WITHOUT_DISK = EnumSet.copyOf(TIER);
  private static final SandboxFiles FILES =
      new SandboxFiles(
          List.of(new SandboxFile("in", "in".getBytes(StandardCharsets.US_ASCII), false)),
          List.of("in"));

  static {
    WITHOUT_DISK.remove(Guarantee.DISK_LIMIT);
  }

  private OrdinaryUserProgram() {}

  public static void main(String[] arguments) {
    try (SandboxExecutor executor =
        BubblewrapSandboxExecutor.builder()
            .temporaryFolder(Path.of(arguments[0]))
            .controlGroup(arguments[1])
            .open()) {
      Set<Guarantee> missing = EnumSet.copyOf(TIER);
      missing.removeAll(executor.guarantees());
      System.out.println("missing " + missing);
      say("plain", executor.start(request(TIER).build()).result().join());
      say("files", executor.start(request(TIER).files(FILES).build()).result().join());
      say("unbounded", executor.start(request(WITHOUT_DISK).files(FILES).build()).result().join());
      try (SandboxSession session = executor.open(TIER, SandboxLimits.STANDARD)) {
        say("session", session.start(request(Set.of()).build()).result().join());
      }
      try (SandboxSession session = executor.open(WITHOUT_DISK, SandboxLimits.STANDARD)) {
        say("loose", session.start(request(Set.of()).build()).result().join());
        say("tight", session.start(request(TIER).build()).result().join());
      }
    }
  }

  private static SandboxRequestBuilder request(Set<Guarantee> required) {
    return SandboxRequest.builder("/bin/sh", "-c", "echo ran").required(required);
  }

  private static void say(String name, SandboxResult result) {
    System.out.println(
        name
            + ": "
            + result.outcome()
            + (result.held().contains(Guarantee.DISK_LIMIT) ? " with" : " without")
            + " a limit on disk, files "
            + result.files().size());
  }
}
