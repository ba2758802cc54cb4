// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.sandbox.files.ExecutorFolder;
import io.hermesx.sandbox.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that find the executor's folder tidied at the same time. */
@Timeout(60)
class ExecutorHomeTest {

  @TempDir private Path temp;
  private final AtomicInteger making = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void keep_byManyAtOnce_makesTheFolderOfWorkFoldersOnce() throws Exception {
    OwnProcess own = OwnProcess.read(Path.of("/proc/self"));
    IdSource ids = IdSource.secure(SystemSources.clock());
    try (ExecutorFolder folder = ExecutorFolder.make(temp, "hermesx-home-", "rwxr-xr-x")) {
      Volumes made = Volumes.in(folder.path(), own, own.account(), ids);
      ExecutorHome home =
          ExecutorHome.in(folder, path -> slowly(() -> Volumes.in(path, own, own.account(), ids)));
      assertThat(FolderTree.delete(made.parent())).isTrue();
      FutureTask<Void> first = keeping(home, made);
      FutureTask<Void> second = keeping(home, made);

      new Thread(first).start();
      begun.await();
      Thread other = new Thread(second);
      other.start();
      while (making.get() < 2 && other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      goOn.countDown();
      first.get();
      second.get();

      assertThat(making).hasValue(1);
      assertThat(Files.getPosixFilePermissions(made.parent()))
          .isEqualTo(PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  private static FutureTask<Void> keeping(ExecutorHome home, Volumes made) {
    return new FutureTask<>(
        () -> {
          home.keep(made);
          return null;
        });
  }

  /** How a folder is made. */
  @FunctionalInterface
  private interface Making {
    Volumes make() throws IOException;
  }

  private Volumes slowly(Making real) throws IOException {
    making.incrementAndGet();
    begun.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return real.make();
  }
}
