// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Remembers the first definition it sees under a name, per tenant. */
final class FirstUseToolCatalog implements ToolCatalog {

  private static final int MAX_TOOLS = 10_000;

  private final Map<TenantId, Map<ToolName, Tool>> tenants = new ConcurrentHashMap<>();
  private final ReentrantLock pinning = new ReentrantLock();

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
    Tool known = tools.get(tool.definition().name());
    if (known == null) {
      known = pin(tools, tool);
    }
    if (known == null) {
      return PinCheck.UNKNOWN;
    }
    return known.definition().equals(tool.definition()) ? PinCheck.MATCH : PinCheck.CHANGED;
  }

  /** Returns what is on record now: this tool, or one that came first; null if there is no room. */
  private @Nullable Tool pin(Map<ToolName, Tool> tools, Tool tool) {
    pinning.lock();
    try {
      ToolName name = tool.definition().name();
      if (!tools.containsKey(name) && tools.size() < MAX_TOOLS) {
        tools.put(name, tool);
      }
      return tools.get(name);
    } finally {
      pinning.unlock();
    }
  }
}
