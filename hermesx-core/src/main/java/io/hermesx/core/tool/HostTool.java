// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

/**
 * A tool that is the host's own Java code, run in the host's process. A deadline can only interrupt
 * it, and nothing confines it: where policy demands a sandbox it is denied.
 *
 * @param definition what the model is told and calls are held to
 * @param handler the code
 */
public record HostTool(ToolDefinition definition, ToolHandler handler) implements Tool {}
