// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import io.hermesx.core.tenant.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program to run, and what must hold while it does. Build one with {@link #builder}.
 *
 * @param argv the program and its arguments; at least one, the first not empty, none with a NUL.
 *     Not for secrets: whoever may list processes of the host reads them. bubblewrap takes at most
 *     8,900, of which each variable counts three; a request with more ends as {@link
 *     SandboxOutcome.Faulted}
 * @param environment the only environment variables it sees, besides {@code PWD}; no name empty or
 *     with {@code =}, none with a NUL. Where no control group limits processes, bubblewrap faults
 *     those that begin with {@code LD_} or {@code GLIBC_}
 * @param stdin what it reads
 * @param files what goes in and comes out
 * @param required what the executor must have proven, or refuse
 * @param limits what it may use
 * @param tenant whose turn is taken where executions wait for each other; the guard sets it
 */
@SuppressWarnings("ArrayRecordComponent")
public record SandboxRequest(
    List<String> argv,
    Map<String, String> environment,
    byte[] stdin,
    SandboxFiles files,
    Set<Guarantee> required,
    SandboxLimits limits,
    Optional<TenantId> tenant) {

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
    return builder(argv).required(required).build();
  }

  /**
   * Returns a builder of a request for a program: without environment, input, files and
   * requirements, under {@link SandboxLimits#STANDARD} until it is told otherwise.
   */
  public static SandboxRequestBuilder builder(String... argv) {
    return new SandboxRequestBuilder(List.of(argv));
  }

  /** Returns a builder in which everything is set to what it is here. */
  public SandboxRequestBuilder toBuilder() {
    SandboxRequestBuilder builder =
        new SandboxRequestBuilder(argv)
            .environment(environment)
            .stdin(stdin)
            .files(files)
            .required(required)
            .limits(limits);
    tenant.ifPresent(builder::tenant);
    return builder;
  }

  /** Returns this request under limits that are at most these. */
  public SandboxRequest within(SandboxLimits cap) {
    return toBuilder().limits(limits.and(cap)).build();
  }

  /** Returns this request with these guarantees required as well. */
  public SandboxRequest requiring(Set<Guarantee> more) {
    EnumSet<Guarantee> all = EnumSet.noneOf(Guarantee.class);
    all.addAll(required);
    all.addAll(more);
    return toBuilder().required(all).build();
  }

  /** Says how much of each there is: a log is no place for variables, arguments and files. */
  @Override
  public String toString() {
    return "SandboxRequest["
        + argv.size()
        + " arguments, "
        + environment.size()
        + " variables, "
        + stdin.length
        + " octets of input, "
        + files.inputs().size()
        + " input files, "
        + files.outputs().size()
        + " outputs, required "
        + required
        + ", limits "
        + limits
        + ", tenant "
        + tenant
        + "]";
  }
}
