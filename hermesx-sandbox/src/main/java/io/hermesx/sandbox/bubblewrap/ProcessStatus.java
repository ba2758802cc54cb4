// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the kernel tells everybody about a process, whoever's it is: {@code /proc/PID/status}.
 *
 * @param ended whether it only waits to be asked about
 * @param parent who asks about it when it has ended
 * @param accounts whose it is: real, effective, saved and for files
 * @param numbers its number here and in each namespace inside, the innermost last; one where the
 *     kernel does not tell
 */
record ProcessStatus(boolean ended, long parent, Set<Integer> accounts, List<Long> numbers) {

  private static final Path PROC = Path.of("/proc");

  /** What is left of a process whose namespace the kernel has already emptied. */
  private static final Set<String> ENDED = Set.of("Z", "X");

  /** Reads that of a process. */
  static ProcessStatus read(long pid) throws IOException {
    List<String> lines =
        Files.readAllLines(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1);
    return new ProcessStatus(
        words(lines, "State:").findFirst().filter(ENDED::contains).isPresent(),
        words(lines, "PPid:").mapToLong(Long::parseLong).findFirst().orElse(0),
        words(lines, "Uid:").map(Integer::valueOf).collect(Collectors.toUnmodifiableSet()),
        words(lines, "NSpid:").map(Long::valueOf).toList());
  }

  private static Stream<String> words(Collection<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .flatMap(line -> Stream.of(line.substring(name.length()).strip().split("\\s+", -1)))
        .filter(word -> !word.isEmpty());
  }

  /** Whether it may be a living number 1 of a namespace of its own under an account. */
  boolean mayBeFirstOf(int account) {
    boolean first =
        numbers.isEmpty() || (numbers.size() > 1 && numbers.get(numbers.size() - 1) == 1);
    return first && livesUnder(account);
  }

  /** Whether it runs under an account. */
  boolean livesUnder(int account) {
    return !ended && accounts.contains(account);
  }
}
