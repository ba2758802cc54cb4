// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that go in before a program starts and come out when it has ended, below its work
 * folder, in which it starts.
 *
 * @param inputs what is there at the start; no path twice
 * @param outputs which files and folders to hand back, as paths below the work folder; a folder
 *     stands for all that is in it. What is no regular file with one name, what is beyond the
 *     limits on disk and files, beyond 256 MiB of all together, or below more than 64 folders is
 *     left out and said in the result
 */
public record SandboxFiles(List<SandboxFile> inputs, List<String> outputs) {

  /** No file in, no file out. */
  public static final SandboxFiles NONE = new SandboxFiles(List.of(), List.of());

  /** Checks the paths and copies the lists. */
  public SandboxFiles {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    outputs.forEach(SandboxFile::requirePath);
    Set<String> paths = new HashSet<>();
    for (SandboxFile input : inputs) {
      if (!paths.add(input.path())) {
        throw new IllegalArgumentException(
            "a sandbox request has two input files of the same path, allowed: each path once");
      }
    }
  }

  /** Returns whether there is nothing to hand in and nothing to hand back. */
  public boolean isEmpty() {
    return inputs.isEmpty() && outputs.isEmpty();
  }
}
