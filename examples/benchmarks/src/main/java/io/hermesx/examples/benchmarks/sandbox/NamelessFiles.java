// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the bubblewrap executor of this JVM keeps in files that have no name. */
final class NamelessFiles {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final byte[] FIRST_ARGUMENT = "--unshare-all\0".getBytes(UTF_8);
  private static final int INSTRUCTION = 8;
  private static final int LOAD_WORD = 0x20;
  private static final int OFFSET_OF_ARCHITECTURE = 4;

  private NamelessFiles() {}

  /** Returns the arguments of the program that runs: idle slots have fewer. */
  static byte[] arguments() throws IOException {
    return longest(
        octets ->
            octets.length > FIRST_ARGUMENT.length
                && Arrays.equals(Arrays.copyOf(octets, FIRST_ARGUMENT.length), FIRST_ARGUMENT));
  }

  /** Returns the filter of system calls, which begins by loading the architecture. */
  static byte[] filter() throws IOException {
    return longest(
        octets ->
            octets.length > 0
                && octets.length % INSTRUCTION == 0
                && octets[0] == LOAD_WORD
                && octets[4] == OFFSET_OF_ARCHITECTURE);
  }

  private static byte[] longest(Predicate<byte[]> content) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      Stream.Builder<byte[]> found = Stream.builder();
      for (Path entry : open) {
        if (isNameless(entry)) {
          found.add(Files.readAllBytes(entry));
        }
      }
      return found
          .build()
          .filter(content)
          .max(Comparator.comparingInt(octets -> octets.length))
          .orElseThrow(
              () -> new IllegalStateException("the executor has no such file; its hop changed"));
    }
  }

  private static boolean isNameless(Path entry) {
    try {
      String target = Files.readSymbolicLink(entry).toString();
      return target.startsWith("/dev/shm/") && target.endsWith(" (deleted)");
    } catch (IOException e) {
      return false; // the stream's own descriptor, gone by now
    }
  }
}
