// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxTier;
import java.util.EnumSet;
import java.util.Set;

/**
 * A tool whose work is a program run by the guard's sandbox executor.
 *
 * @param definition what the model is told and calls are held to
 * @param program makes the program from the arguments and reads its result
 * @param demanded what the executor must have proven for every program of this tool, whatever the
 *     program asks for itself. Where it has not, the tool is neither shown nor run. It is part of
 *     the host's code as the program is, and so not of the tool's pin
 */
public record SandboxedTool(ToolDefinition definition, ToolProgram program, Set<Guarantee> demanded)
    implements Tool {

  /** Copies the set. */
  public SandboxedTool {
    demanded = Set.copyOf(demanded);
  }

  /** A tool that demands nothing beyond what its programs ask for. */
  public SandboxedTool(ToolDefinition definition, ToolProgram program) {
    this(definition, program, Set.of());
  }

  /** Returns this tool demanding these guarantees as well. */
  public SandboxedTool demanding(Set<Guarantee> more) {
    EnumSet<Guarantee> all = EnumSet.noneOf(Guarantee.class);
    all.addAll(demanded);
    all.addAll(more);
    return new SandboxedTool(definition, program, all);
  }

  /** Returns this tool demanding a tier as well. */
  public SandboxedTool demanding(SandboxTier tier) {
    return demanding(tier.guarantees());
  }
}
