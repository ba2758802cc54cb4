// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * The tools on record, by name, with their pins. A model may only call what is on record, in
 * exactly the definition that is on record. Implementations are thread-safe.
 */
public interface ToolCatalog {

  /** Returns the tool of that name, for calls that bring nothing but the name. */
  Optional<Tool> find(TenantId tenant, ToolName name);

  /** Returns all tools on record for the tenant, by name. */
  List<Tool> list(TenantId tenant);

  /** Compares a tool that the host brought along with the pin on record. */
  PinCheck check(TenantId tenant, Tool tool);

  /**
   * A catalogue of exactly these tools, the same for every tenant.
   *
   * @throws IllegalArgumentException if two have the same name, or names that differ only in case
   */
  static ToolCatalog of(Tool... tools) {
    return new FixedToolCatalog(List.of(tools));
  }

  /**
   * An empty catalogue that puts each tool on record the first time the host calls it, per tenant,
   * and from then on refuses another definition under that name. It holds at most 10,000 tools a
   * tenant and knows nothing after a restart: for starting out and for tests.
   */
  static ToolCatalog pinningOnFirstUse() {
    return new FirstUseToolCatalog();
  }
}
