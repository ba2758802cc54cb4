// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What one execution after the other uses: an account on the host, as root, and the nameless files
 * that bubblewrap reads its arguments from and writes its status to. Used by one execution at a
 * time.
 *
 * @param account the host's user and group number while it runs; this process's own if not root
 * @param arguments begins with what is the same for all executions
 * @param constant how many octets that is
 * @param status what bubblewrap says
 */
record BubblewrapSlot(int account, NamelessFile arguments, long constant, NamelessFile status)
    implements AutoCloseable {

  /** Makes one whose nameless files are on the file system of a folder. */
  static BubblewrapSlot in(Path folder, int account, byte[] constant) throws IOException {
    NamelessFile arguments = NamelessFile.in(folder);
    try {
      arguments.write(0, constant);
      return new BubblewrapSlot(account, arguments, constant.length, NamelessFile.in(folder));
    } catch (IOException | RuntimeException | Error e) {
      arguments.close();
      throw e;
    }
  }

  /** Forgets the last execution: what it was told may be secret. */
  void wipe() throws IOException {
    try {
      arguments.truncate(constant);
    } finally {
      status.truncate(0);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      arguments.close();
    } finally {
      status.close();
    }
  }
}
