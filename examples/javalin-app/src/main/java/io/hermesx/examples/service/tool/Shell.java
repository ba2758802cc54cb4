// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.sandbox.CapturedOutput;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolProgram;
import io.hermesx.core.tool.ToolResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The tool {@code shell}: runs a command in a sandbox. Isolated, it takes whatever holds {@link
 * SandboxTier#UNTRUSTED} and changes nothing outside; trusted, it is a plain process: see {@link
 * #MISSING}. Thread-safe.
 */
public final class Shell implements ToolProgram {

  /** The guarantees that a plain process lacks. */
  public static final String MISSING =
      "A command runs as the user of this service, with no isolation of files, of the network, of"
          + " memory or of other processes.";

  /** The most of its output that an answer holds, in octets. */
  static final int KEPT_OUTPUT = 32 << 10;

  private static final SandboxLimits LIMITS =
      SandboxLimits.STANDARD.toBuilder()
          .wall(Duration.ofSeconds(10))
          .cpu(Duration.ofSeconds(10))
          .outputBytes(KEPT_OUTPUT)
          .build();

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8");

  /** Both streams in the order in which they are written, and its folder as home. */
  private static final String FRAME =
      "HOME=$PWD TMPDIR=$PWD; export HOME TMPDIR; exec 2>&1; exec /bin/sh -c \"$1\"";

  private final Set<Guarantee> required;

  private Shell(SandboxTier tier) {
    this.required = tier.guarantees();
  }

  /**
   * Returns the tool that runs nothing and says why.
   *
   * @param why whole sentences
   */
  public static HostTool off(String why) {
    String answer =
        "The shell is off: nothing was run. "
            + why
            + " An operator who accepts less sets HERMESX_TRUST_LOCAL_PROCESS=true and restarts the"
            + " service. Then: "
            + MISSING;
    return new HostTool(
        definition("Off on this service: a call runs nothing and says why.", ToolEffect.PURE),
        invocation -> ToolResult.failed(answer));
  }

  /** Returns the tool that runs commands as plain processes. */
  public static SandboxedTool trusted() {
    return new SandboxedTool(
        definition(
            "Runs a command with /bin/sh in an empty folder and returns its output and exit code. "
                + MISSING,
            ToolEffect.SIDE_EFFECT),
        new Shell(SandboxTier.TRUSTED));
  }

  /** Returns the tool that runs commands in isolation. */
  public static SandboxedTool isolated() {
    return new SandboxedTool(
        definition(
            "Runs a command with /bin/sh in an empty folder of a sandbox and returns its output and"
                + " exit code. It has no network, sees no file of this service, has 10 seconds and"
                + " 256 MiB, and nothing is kept for the next call.",
            ToolEffect.PURE),
        new Shell(SandboxTier.UNTRUSTED));
  }

  private static ToolDefinition definition(String description, ToolEffect effect) {
    return ToolDefinition.builder("shell")
        .description(description)
        .effect(effect)
        .inputSchema(
            """
            {"type":"object",
             "properties":{"command":{"type":"string","minLength":1,"maxLength":4096,
               "description":"The command, for /bin/sh -c"}},
             "required":["command"],
             "additionalProperties":false}
            """)
        .build();
  }

  @Override
  public SandboxRequest request(ToolInvocation invocation) {
    String command = invocation.arguments().string("command");
    return SandboxRequest.builder("/bin/sh", "-c", FRAME, "sh", command)
        .environment(ENVIRONMENT)
        .required(required)
        .limits(LIMITS)
        .build();
  }

  /** What it used is not told: equal calls give equal answers, by which loops are noticed. */
  @Override
  public ToolResult read(SandboxResult result) {
    JsonObject.Builder json = JsonObject.builder();
    boolean success = false;
    if (result.outcome() instanceof SandboxOutcome.Exited exited) {
      json.put("exit_code", exited.code());
      success = exited.code() == 0;
    } else {
      json.put("killed", reason(result.outcome()));
    }
    CapturedOutput output = result.out();
    json.put("output", output.text());
    if (output.droppedBytes() > 0) {
      json.put("output_bytes", output.totalBytes());
      json.put("left_out_bytes", output.droppedBytes());
    }
    return new ToolResult(json.build().toJson(), !success);
  }

  private static String reason(SandboxOutcome outcome) {
    if (outcome instanceof SandboxOutcome.TimedOut) {
      return "out of time";
    }
    if (outcome instanceof SandboxOutcome.Signaled signaled) {
      return "signal " + signaled.signal();
    }
    if (outcome instanceof SandboxOutcome.LimitExceeded exceeded) {
      return switch (exceeded.limit()) {
        case OUTPUT_LIMIT -> "too much output";
        case MEMORY_TREE_LIMIT -> "out of memory";
        case CPU_TIME_LIMIT -> "out of processor time";
        default -> "limit reached: " + exceeded.limit();
      };
    }
    return "cancelled";
  }
}
