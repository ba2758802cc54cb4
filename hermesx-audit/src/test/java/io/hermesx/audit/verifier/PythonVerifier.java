// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.Note;
import io.hermesx.audit.note.NoteSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The second verifier, docs/reference/verify_audit.py, each time in a process of its own. */
final class PythonVerifier {

  static final Path SCRIPT = Path.of("../docs/reference/verify_audit.py");
  private static final Pattern FINDING =
      Pattern.compile("\\{\"log\": ?\"([^\"]*)\", ?\"seq\": ?(\\d+), ?\"code\": ?\"([a-z-]+)\"\\}");

  private final Path folder;

  PythonVerifier(Path folder) {
    this.folder = folder;
  }

  record Ran(int code, Set<String> places, String err) {}

  /** Whether Python is there; where it is required and is not, that is an error. */
  static boolean isThere() {
    return Holder.IS_THERE;
  }

  private static final class Holder {
    static final boolean IS_THERE = lookFor();
  }

  private static boolean lookFor() {
    try {
      Process python = new ProcessBuilder("python3", "--version").start();
      return python.waitFor() == 0;
    } catch (IOException e) {
      String required = System.getenv().getOrDefault("HERMESX_REQUIRE", "");
      if (List.of(required.split(",", -1)).contains("python")) {
        throw new AssertionError("python3 is required and cannot be started", e);
      }
      System.out.println("skipped the verifier in Python: python3 cannot be started");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  Ran verify(ForgedBundle bundle, String... options) throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("bundle"), bundle.toOctets());
    Path anchors = Files.writeString(folder.resolve("anchors"), bundle.anchorText(), ISO_8859_1);
    Path policy = Files.writeString(folder.resolve("policy"), ForgedBundle.POLICY.format());
    List<String> words = new ArrayList<>(List.of("--policy", policy.toString()));
    words.addAll(List.of("--anchors", anchors.toString()));
    for (Checkpoint known : bundle.since) {
      Note note = new Note(known.text(), List.of(new NoteSignature("nobody", 1, new byte[] {1})));
      Path since = Files.createTempFile(folder, "since", "");
      Files.writeString(since, note.format(), UTF_8);
      words.addAll(List.of("--since", since.toString()));
    }
    words.addAll(List.of(options));
    words.add(file.toString());
    return run(words);
  }

  /** Runs it with the words of a command line. */
  Ran run(List<String> words) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    PythonServer server = PythonServer.take();
    int code = server.run(out, err, words);
    server.giveBack();
    return new Ran(code, places(Files.readString(out)), Files.readString(err));
  }

  private static Set<String> places(String out) {
    Set<String> places = new TreeSet<>();
    out.lines()
        .map(FINDING::matcher)
        .filter(Matcher::matches)
        .forEach(m -> places.add(m.group(1) + " " + m.group(2) + " " + m.group(3)));
    return places;
  }
}
