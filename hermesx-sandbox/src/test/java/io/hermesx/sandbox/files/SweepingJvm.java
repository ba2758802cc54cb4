// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that makes a folder and keeps it, or sweeps. */
public final class SweepingJvm {

  private SweepingJvm() {}

  public static void main(String[] arguments) throws IOException {
    List<ExecutorFolder> kept = new ArrayList<>();
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      ExecutorFolder own = ExecutorFolder.make(Path.of(arguments[0]), "hermesx-test-", "rwx------");
      if (order.equals("make")) {
        kept.add(own);
        System.out.println(own.path());
      } else {
        FolderSweep.beside(own, folder -> {});
        own.close();
        System.out.println("swept");
      }
    }
    System.exit(kept.size());
  }
}
