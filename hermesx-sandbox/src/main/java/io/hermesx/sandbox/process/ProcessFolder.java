// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.process;

import io.hermesx.sandbox.files.FolderTree;
import io.hermesx.sandbox.files.InputFiles;
import io.hermesx.sandbox.run.WorkFolder;
import java.nio.file.Path;

/**
 * A folder of the host that programs start in.
 *
 * @param root where it is
 */
record ProcessFolder(Path root) implements WorkFolder {

  @Override
  public InputFiles.Access access() {
    return InputFiles.Access.OWN;
  }

  @Override
  public void release() {
    FolderTree.delete(root);
  }
}
