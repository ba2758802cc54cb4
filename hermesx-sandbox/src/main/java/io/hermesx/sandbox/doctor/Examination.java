// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.doctor;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What every executor can hold on a host.
 *
 * @param host the host
 * @param executors the executors, the strongest first
 */
public record Examination(HostFacts host, List<Examined> executors) {

  private static final String LINUX = "Linux";

  /** Opens each executor, which tries things for a second or two, and closes it again. */
  public static Examination of(DoctorArguments arguments) {
    HostFacts host = HostFacts.read();
    return new Examination(
        host,
        List.of(
            new Examined("bubblewrap", bubblewrap(host, arguments)),
            new Examined("process", opened(() -> process(arguments)))));
  }

  private static List<GuaranteeProof> bubblewrap(HostFacts host, DoctorArguments arguments) {
    if (!host.system().equals(LINUX)) {
      return nothing("this is " + host.system(), "run on Linux, on x86-64 or arm64");
    }
    return opened(
        () -> {
          BubblewrapSandboxExecutor.Builder builder = BubblewrapSandboxExecutor.builder();
          arguments.controlGroup().ifPresent(builder::controlGroup);
          arguments.temporaryFolder().ifPresent(builder::temporaryFolder);
          arguments.bubblewrap().ifPresent(builder::bubblewrap);
          return builder.open();
        });
  }

  private static SandboxExecutor process(DoctorArguments arguments) {
    ProcessSandboxExecutor.Builder builder = ProcessSandboxExecutor.builder();
    arguments.temporaryFolder().ifPresent(builder::temporaryFolder);
    return builder.open();
  }

  private static List<GuaranteeProof> opened(Supplier<SandboxExecutor> opening) {
    try (SandboxExecutor executor = opening.get()) {
      return executor.proofs();
    } catch (RuntimeException e) {
      return nothing(
          "it could not be opened: " + e.getMessage(),
          "name a folder in which this user can make others with --temporary-folder, unless the"
              + " evidence ends with another step");
    }
  }

  private static List<GuaranteeProof> nothing(String evidence, String remedy) {
    return Arrays.stream(Guarantee.values())
        .map(guarantee -> GuaranteeProof.missing(guarantee, evidence, remedy))
        .toList();
  }

  /** Whether one of them is for programs that nobody has read. */
  public boolean holdsStrangers() {
    return executors.stream().anyMatch(one -> one.reaches(SandboxTier.UNTRUSTED));
  }
}
