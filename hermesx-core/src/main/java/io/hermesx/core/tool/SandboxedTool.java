// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

/**
 * A tool whose work is a program run by the guard's sandbox executor.
 *
 * @param definition what the model is told and calls are held to
 * @param program makes the program from the arguments and reads its result
 */
public record SandboxedTool(ToolDefinition definition, ToolProgram program) implements Tool {}
