// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A process of Python that has read the verifier, and forks for each run of it: most of what a run
 * takes is Python's own start. Where nothing forks, each run is started. A run may take a minute.
 * It ends with the test's JVM. One run at a time; those that rest are shared.
 */
final class PythonServer {

  private static final String SERVER =
      """
      import os, signal, subprocess, sys
      folder, script = os.path.split(sys.argv[1])
      sys.dont_write_bytecode = True
      sys.path.insert(0, folder)
      import argparse, base64, functools, json, re, collections
      import audit_reader, audit_trust, ed25519
      program = compile(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1], "exec")

      def aside(out, err, words):
          with open(out, "wb") as stdout, open(err, "wb") as stderr:
              run = [sys.executable, *sys.argv[1:], *words]
              return subprocess.run(run, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, timeout=60).returncode

      for line in sys.stdin:
          out, err, *words = line.rstrip("\\n").split("\\0")
          if not hasattr(os, "fork"):
              print(aside(out, err, words), flush=True)
              continue
          child = os.fork()
          if child == 0:
              signal.alarm(60)
              for number, path in ((0, os.devnull), (1, out), (2, err)):
                  flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                  os.dup2(os.open(path, flags, 0o600), number)
              sys.argv[:] = [sys.argv[1], *words]
              code = 70
              try:
                  exec(program, {"__name__": "__main__"})
                  code = 0
              except SystemExit as end:
                  code = end.code or 0
              finally:
                  sys.stdout.flush()
                  sys.stderr.flush()
                  os._exit(code)
          print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
      """;

  private static final Queue<PythonServer> RESTING = new ConcurrentLinkedQueue<>();

  private final BufferedWriter requests;
  private final BufferedReader answers;

  private PythonServer(Process process) {
    this.requests = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  static PythonServer take() throws IOException {
    PythonServer resting = RESTING.poll();
    return resting == null ? start() : resting;
  }

  private static PythonServer start() throws IOException {
    return new PythonServer(
        new ProcessBuilder("python3", "-c", SERVER, PythonVerifier.SCRIPT.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Runs the verifier and returns its exit code. */
  int run(Path out, Path err, List<String> words) throws IOException {
    List<String> request = new ArrayList<>(List.of(out.toString(), err.toString()));
    request.addAll(words);
    requests.write(String.join("\0", request) + "\n");
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new AssertionError("the verifier in Python ended without an answer");
    }
    return Integer.parseInt(answer);
  }

  void giveBack() {
    RESTING.add(this);
  }
}
