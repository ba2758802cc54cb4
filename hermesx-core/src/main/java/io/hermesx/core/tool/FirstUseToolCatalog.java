// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Remembers the first definition it sees under a name, per tenant. */
final class FirstUseToolCatalog implements ToolCatalog {

  private static final int MAX_TOOLS = 10_000;

  private final Map<TenantId, Map<ToolName, Tool>> tenants = new ConcurrentHashMap<>();

  @Override
  public Optional<Tool> find(TenantId tenant, ToolName name) {
    return Optional.ofNullable(tenants.getOrDefault(tenant, Map.of()).get(name));
  }

  @Override
  public List<Tool> list(TenantId tenant) {
    return List.copyOf(tenants.getOrDefault(tenant, Map.of()).values());
  }

  @Override
  public PinCheck check(TenantId tenant, Tool tool) {
    Map<ToolName, Tool> tools =
        tenants.computeIfAbsent(tenant, id -> new ConcurrentSkipListMap<>());
    ToolName name = tool.definition().name();
    Tool known = tools.get(name);
    if (known == null) {
      if (tools.size() >= MAX_TOOLS) {
        return PinCheck.UNKNOWN;
      }
      known = tools.putIfAbsent(name, tool);
    }
    return known == null || known.definition().equals(tool.definition())
        ? PinCheck.MATCH
        : PinCheck.CHANGED;
  }
}
