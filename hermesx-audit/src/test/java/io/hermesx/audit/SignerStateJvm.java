// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A process that races others for the state in a file: each number that it reads is a race, after
 * which it answers. What was acknowledged is in a file of its own, line by line, also when the
 * process is killed.
 */
final class SignerStateJvm {

  private SignerStateJvm() {}

  /** Takes the file of the state; reads a race's number from each line of standard input. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    long process = ProcessHandle.current().pid();
    Path made = file.resolveSibling("made-" + process);
    BufferedReader races = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (FileSignerState state = FileSignerState.open(file)) {
      String race = races.readLine();
      while (race != null) {
        if (!race.equals("end")) {
          int racer = (int) process * 100 + Integer.parseInt(race);
          SignerStateContract.race(state, racer, move -> write(made, move));
        }
        System.out.println(race);
        race = races.readLine();
      }
    }
  }

  private static void write(Path file, SignerMove move) {
    String line = text(move.expected().orElse(null)) + " " + text(move.next()) + "\n";
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A checkpoint of the one log, as size and root. */
  static String text(Checkpoint checkpoint) {
    return checkpoint == null ? "nothing" : checkpoint.size() + ":" + checkpoint.root();
  }
}
