// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

/**
 * The code of a host tool. Called by many threads at once; never before every gate has let the call
 * through.
 */
@FunctionalInterface
public interface ToolHandler {

  /**
   * Does what the tool does.
   *
   * <p>An exception is reported to the model as a failure of the tool without its text. Throw
   * {@link ToolIndeterminateException} where it is not known whether the effect took place. At the
   * deadline the thread is interrupted; code that ignores that keeps running.
   */
  ToolResult call(ToolInvocation invocation) throws Exception;
}
