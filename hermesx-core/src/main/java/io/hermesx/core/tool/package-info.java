// SPDX-License-Identifier: Apache-2.0
/**
 * What an agent may call: {@link io.hermesx.core.tool.Tool} with its {@link
 * io.hermesx.core.tool.ToolDefinition} and pin, a {@link io.hermesx.core.tool.ToolCall} of it, and
 * the {@link io.hermesx.core.tool.ToolCatalog} that has the definitions on record. Who may call
 * what is the business of {@link io.hermesx.core.policy}; what became of a call, of {@link
 * io.hermesx.core.receipt}.
 */
package io.hermesx.core.tool;
