// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.sandbox.run.TrialEnd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A program with a work folder, made as for every other: a file is handed in and one handed back,
 * and more is written than may be.
 *
 * @param missing what programs with a work folder do not have, whatever others have
 * @param evidence what was done, and what came of it
 * @param remedy what an operator can do; empty if nothing is missing
 */
record FolderTrial(Set<Guarantee> missing, String evidence, String remedy) {

  private static final String GIVEN = "handed in";
  private static final int MOST_OCTETS = 1 << 20;
  private static final int MOST_FILES = 16;

  /** Twice as much as may be, in files each of which may be, and more of them than may be. */
  private static final String SCRIPT =
      "cat given >taken && echo handed;"
          + " for i in 1 2 3 4; do head -c 524288 /dev/zero >large$i; done 2>/dev/null;"
          + " echo octets:$(cat large* | wc -c); rm large*;"
          + " touch 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j 2>/dev/null; echo files:$(ls | wc -l)";

  private static final String PLAIN =
      "run as root, where a work folder is a file system with limits of its own; ";
  private static final String WITHOUT =
      "or hand no files in and out, open no session, or require no ";

  /** Copies the set. */
  FolderTrial {
    missing = Set.copyOf(missing);
  }

  /**
   * Tries it.
   *
   * @param root whether work folders have limits, which those of an ordinary user do not
   * @param folder one of the executor's, which programs must reach
   */
  static FolderTrial run(SandboxExecutor executor, boolean root, Path folder) {
    SandboxRequest request =
        SandboxRequest.builder("/bin/sh", "-c", SCRIPT)
            .files(new SandboxFiles(List.of(SandboxFile.text("given", GIVEN)), List.of("taken")))
            .limits(limits())
            .build();
    return of(TrialEnd.of(executor.start(request, OutputSink.none())), root, folder);
  }

  private static SandboxLimits limits() {
    return Trial.LIMITS.toBuilder().diskBytes(MOST_OCTETS).files(MOST_FILES).build();
  }

  private static FolderTrial of(SandboxResult result, boolean root, Path folder) {
    Trial trial = Trial.of(result);
    EnumSet<Guarantee> missing = EnumSet.noneOf(Guarantee.class);
    if (!trial.printed("handed") || !isHandedBack(result)) {
      missing.add(Guarantee.FS_CONFINED);
    }
    long octets = number(trial, "octets:");
    long files = number(trial, "files:");
    if (!root || octets < 1 || octets > MOST_OCTETS || files < 1 || files > MOST_FILES) {
      missing.add(Guarantee.DISK_LIMIT);
    }
    String evidence =
        "a program with a work folder under limits of 1 MiB and 16 files wrote "
            + (octets < 0 ? "nothing" : octets + " octets and " + files + " files")
            + ": "
            + trial.outcome();
    return new FolderTrial(missing, evidence, remedy(missing, root, folder));
  }

  private static boolean isHandedBack(SandboxResult result) {
    return result.outcome().equals(new SandboxOutcome.Exited(0))
        && result.files().stream()
            .anyMatch(
                file ->
                    file.path().equals("taken")
                        && Arrays.equals(file.content(), GIVEN.getBytes(StandardCharsets.UTF_8)));
  }

  private static long number(Trial trial, String name) {
    return trial.after(name).stream()
        .filter(value -> value.matches("[0-9]{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(-1);
  }

  private static String remedy(Set<Guarantee> missing, boolean root, Path folder) {
    if (missing.isEmpty()) {
      return "";
    }
    String first = root ? mount(folder) : PLAIN;
    return first + WITHOUT + String.join(", ", missing.stream().map(Guarantee::name).toList());
  }

  private static String mount(Path folder) {
    return ClosedFolder.above(folder)
        .map(closed -> "let programs enter " + closed + ": chmod o+x " + closed + "; ")
        .orElse(
            "let this process mount file systems (CAP_SYS_ADMIN, and mount of util-linux) in the"
                + " temporary folder, or run it as an ordinary user; ");
  }
}
