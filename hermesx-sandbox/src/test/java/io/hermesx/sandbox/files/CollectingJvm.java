// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import io.hermesx.core.sandbox.SandboxLimits;
import java.nio.file.Path;
import java.util.List;

/** A JVM that collects a folder and prints what it got, in ASCII. */
public final class CollectingJvm {

  private CollectingJvm() {}

  public static void main(String[] arguments) {
    Collected collected =
        OutputFiles.collect(Path.of(arguments[0]), List.of("out"), SandboxLimits.STANDARD);
    collected.files().forEach(file -> print("file " + file.path()));
    collected.leftOut().forEach(line -> print("left out " + line));
  }

  private static void print(String line) {
    StringBuilder text = new StringBuilder();
    line.chars().forEach(c -> text.append(c < 127 ? (char) c : "U+" + Integer.toHexString(c)));
    System.out.println(text);
  }
}
