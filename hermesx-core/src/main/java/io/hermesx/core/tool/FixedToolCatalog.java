// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The same fixed tools for every tenant. */
final class FixedToolCatalog implements ToolCatalog {

  private final Map<ToolName, Tool> tools = new TreeMap<>();

  FixedToolCatalog(List<Tool> list) {
    Set<String> folded = new HashSet<>();
    for (Tool tool : list) {
      ToolName name = tool.definition().name();
      if (!folded.add(name.value().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "tool "
                + name
                + ": two tools have this name, or names that differ only in case; rename one");
      }
      tools.put(name, tool);
    }
  }

  @Override
  public Optional<Tool> find(TenantId tenant, ToolName name) {
    return Optional.ofNullable(tools.get(name));
  }

  @Override
  public List<Tool> list(TenantId tenant) {
    return List.copyOf(tools.values());
  }

  @Override
  public PinCheck check(TenantId tenant, Tool tool) {
    Tool known = tools.get(tool.definition().name());
    if (known == null) {
      return PinCheck.UNKNOWN;
    }
    return known.definition().equals(tool.definition()) ? PinCheck.MATCH : PinCheck.CHANGED;
  }
}
