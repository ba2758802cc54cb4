// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.sandbox.doctor.DoctorArguments;
import io.hermesx.sandbox.doctor.Examination;
import io.hermesx.sandbox.doctor.Reports;
import java.io.PrintStream;
import java.util.List;

/**
 * A program that prints what sandboxes this host can hold, what is missing and how to get it, by
 * opening every executor of this module. It ends with 0 if {@code SandboxTier.UNTRUSTED} is held,
 * with 1 if not and with 2 if it does not understand its arguments; {@code --help} names them.
 */
public final class SandboxDoctor {

  static final int HELD = 0;
  static final int NOT_HELD = 1;
  static final int NOT_UNDERSTOOD = 2;

  private SandboxDoctor() {}

  /** Examines this host and ends the JVM. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    DoctorArguments asked;
    try {
      asked = DoctorArguments.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println("sandbox doctor: " + e.getMessage());
      return NOT_UNDERSTOOD;
    }
    if (asked.help()) {
      out.print(DoctorArguments.OPTIONS);
      return HELD;
    }
    Examination examination = Examination.of(asked);
    out.print(asked.json() ? Reports.json(examination) + "\n" : Reports.words(examination));
    out.flush();
    return examination.holdsStrangers() ? HELD : NOT_HELD;
  }
}
