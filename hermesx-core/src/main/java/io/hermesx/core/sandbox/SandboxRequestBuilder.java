// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds a {@link SandboxRequest}; the record says what each part is. Not thread-safe. */
public final class SandboxRequestBuilder {

  private final List<String> argv;
  private Map<String, String> environment = Map.of();
  private byte[] stdin = new byte[0];
  private SandboxFiles files = SandboxFiles.NONE;
  private Set<Guarantee> required = Set.of();
  private SandboxLimits limits = SandboxLimits.STANDARD;
  private Optional<TenantId> tenant = Optional.empty();

  SandboxRequestBuilder(List<String> argv) {
    this.argv = argv;
  }

  /** Sets the only environment variables that it sees; none by default. */
  public SandboxRequestBuilder environment(Map<String, String> value) {
    environment = value;
    return this;
  }

  /** Sets what it reads; nothing by default. */
  public SandboxRequestBuilder stdin(byte[] value) {
    stdin = value;
    return this;
  }

  /** Sets what goes in and comes out; nothing by default. */
  public SandboxRequestBuilder files(SandboxFiles value) {
    files = value;
    return this;
  }

  /** Sets what the executor must have proven; nothing by default. */
  public SandboxRequestBuilder required(Set<Guarantee> value) {
    required = value;
    return this;
  }

  /** Sets what it may use; {@link SandboxLimits#STANDARD} by default. */
  public SandboxRequestBuilder limits(SandboxLimits value) {
    limits = value;
    return this;
  }

  /** Sets whose turn it takes; nobody's by default. */
  public SandboxRequestBuilder tenant(TenantId value) {
    tenant = Optional.of(value);
    return this;
  }

  /**
   * Returns the request.
   *
   * @throws IllegalArgumentException if the program or a variable is not allowed
   */
  public SandboxRequest build() {
    return new SandboxRequest(argv, environment, stdin, files, required, limits, tenant);
  }
}
