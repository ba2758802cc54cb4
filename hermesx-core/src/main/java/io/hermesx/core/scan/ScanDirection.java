// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/** Where a scanned text is on its way to. */
public enum ScanDirection {
  /** Arguments, on their way to a tool. */
  TOOL_ARGUMENTS,
  /** A result, on its way from a tool to the model. */
  TOOL_RESULT,
  /** A prompt, on its way to a model. */
  PROMPT,
  /** An answer, on its way from a model. */
  ANSWER;

  /**
   * Tells whether a scanner may change the text: not what a person may have approved to the letter.
   */
  public boolean mayRedact() {
    return this != TOOL_ARGUMENTS;
  }
}
