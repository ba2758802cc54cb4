// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.time.IdSource;
import io.hermesx.sandbox.files.FolderTree;
import io.hermesx.sandbox.files.InputFiles;
import io.hermesx.sandbox.run.WorkFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where work folders are made: as root each is a file system in memory with limits of its own, on
 * which nobody is let but the account that programs with a work folder have; otherwise it is a
 * plain folder without a limit.
 *
 * @param parent the folder they are in
 * @param process this JVM
 * @param account whose they are, as root
 * @param ids what makes their names
 * @param mounts how they are mounted, as root
 */
record Volumes(Path parent, OwnProcess process, int account, IdSource ids, VolumeMounts mounts) {

  /** Of the limit on disk, a work folder gets all but one part in so many. */
  static final int SHARE = 4;

  private static final String FOLDER = "volumes";

  /** What one command takes down, far more than programs run at once. */
  private static final int MOST_LEFT = 1_024;

  /** Makes the folder they are in, which has its permissions when it gets its name. */
  static Volumes in(Path folder, OwnProcess process, int account, IdSource ids) throws IOException {
    Path parent = folder.resolve(FOLDER);
    Path draft = Files.createTempDirectory(folder, FOLDER);
    try {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx--x--x"));
      Files.move(draft, parent, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(draft);
      throw e;
    }
    return new Volumes(parent, process, account, ids, VolumeMounts.ofSystem());
  }

  /** Takes down what is left in the folder of an executor that ends or is gone. Does not throw. */
  static void unmountAll(Path folder) {
    List<Path> mounted = new ArrayList<>();
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder.resolve(FOLDER))) {
      for (Path volume : left) {
        if (mounted.size() < MOST_LEFT && isMounted(volume)) {
          mounted.add(volume);
        }
      }
      if (!mounted.isEmpty()) {
        VolumeMounts.ofSystem().unmount(folder, mounted);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What is still mounted shows when its folder cannot be deleted, and is tried again.
      return;
    }
  }

  private static boolean isMounted(Path volume) throws IOException {
    return !device(volume).equals(device(volume.resolveSibling("")));
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes one; takes a few milliseconds. */
  Volume make(SandboxLimits limits) throws IOException {
    Path root = Files.createDirectory(parent.resolve(ids.next().toString()));
    Volume volume = new Volume(root, process.isRoot() ? Optional.of(mounts) : Optional.empty());
    try {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      if (process.isRoot()) {
        mount(root, limits);
      }
      return volume;
    } catch (IOException | RuntimeException | Error e) {
      volume.release();
      throw e;
    }
  }

  private void mount(Path root, SandboxLimits limits) throws IOException {
    long octets = limits.diskBytes() - limits.diskBytes() / SHARE;
    String options =
        "nosuid,nodev,mode=0700,size="
            + octets
            + ",nr_inodes="
            + (limits.files() + 1L)
            + ",uid="
            + account
            + ",gid="
            + account;
    mounts.mount(root, options);
  }

  /**
   * A work folder.
   *
   * @param root where it is
   * @param mounts how it is taken down, if its size and its number of files have a limit
   */
  record Volume(Path root, Optional<VolumeMounts> mounts) implements WorkFolder {

    @Override
    public InputFiles.Access access() {
      return mounts.isPresent() ? InputFiles.Access.ANYONE : InputFiles.Access.OWN;
    }

    @Override
    public OptionalLong octets() {
      return mounts.isPresent()
          ? OptionalLong.of(root.toFile().getTotalSpace())
          : OptionalLong.empty();
    }

    @Override
    public void release() {
      try {
        if (mounts.isPresent() && isMounted(root)) {
          mounts.get().unmount(root.resolveSibling(""), List.of(root));
        }
      } catch (IOException e) {
        // What is in it is deleted below; it is tried once more when the executor is closed.
        FolderTree.delete(root);
        return;
      }
      FolderTree.delete(root);
    }
  }
}
