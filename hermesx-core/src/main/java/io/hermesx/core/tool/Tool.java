// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

/** A tool an agent may call: the host's own code, or a program that runs in a sandbox. */
public sealed interface Tool permits HostTool, SandboxedTool {

  /** What the model is told and calls are held to. */
  ToolDefinition definition();
}
