// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.SandboxRequest;
import java.nio.charset.StandardCharsets;

/** Programs of the suites, as scripts of the shell that every host has. */
final class Programs {

  private Programs() {}

  static SandboxRequest script(String script, String... arguments) {
    String[] argv = new String[4 + arguments.length];
    argv[0] = "/bin/sh";
    argv[1] = "-c";
    argv[2] = script;
    argv[3] = "sh";
    System.arraycopy(arguments, 0, argv, 4, arguments.length);
    return SandboxRequest.builder(argv).build();
  }

  static SandboxRequest exits(int code) {
    return script("exit " + code);
  }

  /** The texts travel in octal: what this tests is not the encoding of arguments. */
  static SandboxRequest prints(String out, String err) {
    return script("printf '" + octal(out) + "'; printf '" + octal(err) + "' >&2");
  }

  private static String octal(String text) {
    StringBuilder octets = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      octets.append(String.format("\\%03o", octet & 0xFF));
    }
    return octets.toString();
  }

  static SandboxRequest copiesItsInput() {
    return script("exec cat");
  }

  static SandboxRequest printsVariable(String name) {
    return script("printf %s \"$" + name + "\"");
  }

  static SandboxRequest writes(int octets) {
    return script("exec head -c " + octets + " /dev/zero");
  }

  static SandboxRequest neverEnds() {
    return script("exec sleep 1000");
  }
}
