// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What was collected so far, within its limits. Not thread-safe. */
final class Harvest {

  private static final int MOST_LINES = 100;

  private final Map<String, SandboxFile> files = new TreeMap<>();
  private final Map<String, Object> keys = new HashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final int mostFiles;
  private final long mostOctets;
  private long octets;
  private long silent;

  Harvest(SandboxLimits limits) {
    this.mostFiles = limits.files();
    this.mostOctets = Math.min(limits.diskBytes(), OutputFiles.MOST_OCTETS);
  }

  /** How many entries of folders are looked at. */
  int mostEntries() {
    return mostFiles;
  }

  void leaveOut(String path, String reason) {
    if (leftOut.size() < MOST_LINES) {
      leftOut.add(path.replaceAll("\\p{Cntrl}", "?") + " " + reason);
    } else {
      silent++;
    }
  }

  void take(OutputFiles.Found found, BasicFileAttributes before) throws IOException {
    String path = found.path();
    if (files.containsKey(path)) {
      // The host may name a file and a folder that it is in.
      if (!Objects.equals(keys.get(path), before.fileKey())) {
        leaveOut(path, "was taken already, and there is another file of that name");
      }
      return;
    }
    if (files.size() >= mostFiles) {
      leaveOut(path, "is beyond the limit of " + mostFiles + " files");
      return;
    }
    if (!hasOneName(found, before)) {
      leaveOut(path, "has more than one name, or changed meanwhile");
      return;
    }
    Optional<byte[]> content = read(found);
    if (content.isEmpty()) {
      leaveOut(path, "is beyond the limit of " + mostOctets + " octets in all");
    } else if (!isSame(found, before)) {
      leaveOut(path, "changed meanwhile");
    } else {
      add(path, content.get(), executable(found));
      keys.put(path, before.fileKey());
    }
  }

  private void add(String path, byte[] content, boolean executable) {
    try {
      files.put(path, new SandboxFile(path, content, executable));
      octets += content.length;
    } catch (IllegalArgumentException e) {
      leaveOut(path, "has a name that is too long or has control characters");
    }
  }

  /** Reads it; empty if it is too large, whatever its size was said to be. */
  private Optional<byte[]> read(OutputFiles.Found found) throws IOException {
    long room = mostOctets - octets;
    try (SeekableByteChannel channel =
            found
                .parent()
                .newByteChannel(
                    found.name(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        InputStream in = Channels.newInputStream(channel)) {
      if (channel.size() > room) {
        return Optional.empty();
      }
      byte[] content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, room + 1));
      return content.length > room ? Optional.empty() : Optional.of(content);
    }
  }

  /** The count of names is known by path only; the key says that it is of the same file. */
  private static boolean hasOneName(OutputFiles.Found found, BasicFileAttributes before)
      throws IOException {
    Map<String, Object> facts =
        Files.readAttributes(
            found.root().resolve(found.path()), "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
    return Objects.equals(facts.get("fileKey"), before.fileKey())
        && Objects.equals(facts.get("nlink"), 1);
  }

  private static boolean isSame(OutputFiles.Found found, BasicFileAttributes before)
      throws IOException {
    return Folders.look(found.parent(), found.name())
        .filter(after -> after.isRegularFile() && after.fileKey().equals(before.fileKey()))
        .isPresent();
  }

  private static boolean executable(OutputFiles.Found found) throws IOException {
    return Folders.posix(found.parent(), found.name())
        .readAttributes()
        .permissions()
        .contains(PosixFilePermission.OWNER_EXECUTE);
  }

  Collected collected() {
    if (silent > 0) {
      leftOut.add("and " + silent + " more");
    }
    return new Collected(List.copyOf(files.values()), List.copyOf(leftOut));
  }
}
