// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.sandbox.files.InputFiles;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A folder that programs start in and that files go into and come out of. The engine uses it for
 * one program at a time.
 */
public interface WorkFolder {

  /** Returns where this process reaches it; what is below is the program's, and not trusted. */
  Path root();

  /** Returns as whom programs reach it. */
  InputFiles.Access access();

  /** Returns how many octets it holds; empty if it has no limit of its own. */
  default OptionalLong octets() {
    return OptionalLong.empty();
  }

  /** Deletes it with all that is in it; does not throw. Called once, when nothing uses it. */
  void release();
}
