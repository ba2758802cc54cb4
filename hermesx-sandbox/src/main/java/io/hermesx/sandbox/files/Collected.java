// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import io.hermesx.core.sandbox.SandboxFile;
import java.util.List;

/**
 * What came out of a work folder.
 *
 * @param files the files, by path
 * @param leftOut what was asked for and is not handed back, a line each with the reason
 */
public record Collected(List<SandboxFile> files, List<String> leftOut) {

  /** Nothing was asked for. */
  public static final Collected NOTHING = new Collected(List.of(), List.of());
}
