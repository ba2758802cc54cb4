// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolIndeterminateException;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolResult;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The tool {@code shell}: runs a command as a plain process on the machine of the service. It is
 * off until the operator says that local processes are trusted, because nothing isolates it: see
 * {@link #MISSING}. Thread-safe; blocks.
 */
public final class Shell {

  /** The guarantees that a plain process lacks. */
  public static final String MISSING =
      "A command runs as the user of this service, with no isolation of files, of the network, of"
          + " memory or of other processes.";

  /** What a call is answered while the tool is off. */
  public static final String OFF =
      "The shell is off: nothing was run. "
          + MISSING
          + " An operator who accepts that sets HERMESX_TRUST_LOCAL_PROCESS=true and restarts the"
          + " service.";

  private static final Duration MAX_TIME = Duration.ofSeconds(10);

  private final InstantSource clock;

  private Shell(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns the tool that runs nothing and says why. */
  public static HostTool off() {
    ToolDefinition definition =
        definition(
            "Off on this service: a call runs nothing and says how to turn it on. " + MISSING);
    return new HostTool(definition, invocation -> ToolResult.failed(OFF));
  }

  /** Returns the tool that runs commands. */
  public static HostTool trusted(InstantSource clock) {
    ToolDefinition definition =
        definition(
            "Runs a command with /bin/sh in an empty folder and returns its output and exit code. "
                + MISSING);
    return new HostTool(definition, new Shell(clock)::call);
  }

  private static ToolDefinition definition(String description) {
    return ToolDefinition.builder("shell")
        .description(description)
        .effect(ToolEffect.SIDE_EFFECT)
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

  private ToolResult call(ToolInvocation invocation) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), invocation.deadline());
    Duration limit = left.compareTo(MAX_TIME) < 0 ? left : MAX_TIME;
    try {
      LocalProcess.Ending ending =
          new LocalProcess(clock, limit).run(invocation.arguments().string("command"));
      return new ToolResult(json(ending).toJson(), !ending.exited() || ending.code() != 0);
    } catch (IOException e) {
      throw new ToolIndeterminateException("the process could not be watched to its end", e);
    }
  }

  private static JsonObject json(LocalProcess.Ending ending) {
    JsonObject.Builder json = JsonObject.builder();
    if (ending.exited()) {
      json.put("exit_code", ending.code());
    } else {
      json.put("killed", ending.cut() ? "too much output" : "out of time");
    }
    return json.put("output", ending.output()).build();
  }
}
