// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program to run, and what must hold while it does.
 *
 * @param argv the program and its arguments; at least one, the first not empty, none with a NUL
 * @param environment the only environment variables it sees; no name empty or with {@code =}, none
 *     with a NUL
 * @param stdin what it reads
 * @param required what the executor must have proven, or refuse
 * @param limits what it may use
 */
@SuppressWarnings("ArrayRecordComponent")
public record SandboxRequest(
    List<String> argv,
    Map<String, String> environment,
    byte[] stdin,
    Set<Guarantee> required,
    SandboxLimits limits) {

  /** Checks the program and copies the collections. */
  public SandboxRequest {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    required = Set.copyOf(required);
    if (argv.isEmpty() || argv.get(0).isEmpty() || argv.stream().anyMatch(SandboxRequest::hasNul)) {
      throw new IllegalArgumentException(
          "a sandbox request has "
              + argv.size()
              + " arguments, allowed: at least the program, which is not empty, none with a NUL");
    }
    environment.forEach(SandboxRequest::requireVariable);
  }

  private static void requireVariable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || hasNul(name) || hasNul(value)) {
      throw new IllegalArgumentException(
          "a sandbox request has an environment variable whose name has "
              + name.length()
              + " characters, allowed: a name that is not empty and has no '=', and no NUL in name"
              + " or value");
    }
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }

  /** A program without environment and input, under the standard limits. */
  public static SandboxRequest of(Set<Guarantee> required, String... argv) {
    return new SandboxRequest(
        List.of(argv), Map.of(), new byte[0], required, SandboxLimits.STANDARD);
  }

  /** Returns this request under limits that are at most these. */
  public SandboxRequest within(SandboxLimits cap) {
    return new SandboxRequest(argv, environment, stdin, required, limits.and(cap));
  }

  /** Returns this request with these guarantees required as well. */
  public SandboxRequest requiring(Set<Guarantee> more) {
    EnumSet<Guarantee> all = EnumSet.noneOf(Guarantee.class);
    all.addAll(required);
    all.addAll(more);
    return new SandboxRequest(argv, environment, stdin, all, limits);
  }
}
