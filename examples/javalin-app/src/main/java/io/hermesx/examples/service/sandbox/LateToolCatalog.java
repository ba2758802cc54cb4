// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.sandbox;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.PinCheck;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.tool.ToolName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A catalogue of which one tool is not known at the start: a call of it waits until it is, the list
 * leaves it out until then. Thread-safe; looking for that tool blocks.
 */
final class LateToolCatalog implements ToolCatalog {

  private final ToolName late;
  private final ToolCatalog others;
  private final CompletableFuture<ToolCatalog> all;
  private final ToolCatalog impatient;
  private final Duration patience;

  /**
   * Makes a catalogue.
   *
   * @param substitute answers in the tool's place where it is not known in time
   * @param patience how long a call waits
   */
  LateToolCatalog(
      List<Tool> others, CompletableFuture<Tool> tool, Tool substitute, Duration patience) {
    this.late = substitute.definition().name();
    this.others = ToolCatalog.of(others.toArray(Tool[]::new));
    this.impatient = ToolCatalog.of(substitute);
    this.all =
        tool.thenApply(
            known -> {
              Tool[] tools = others.toArray(new Tool[others.size() + 1]);
              tools[others.size()] = known;
              return ToolCatalog.of(tools);
            });
    this.patience = patience;
  }

  @Override
  public Optional<Tool> find(TenantId tenant, ToolName name) {
    return of(name).find(tenant, name);
  }

  @Override
  public List<Tool> list(TenantId tenant) {
    return all.getNow(others).list(tenant);
  }

  @Override
  public PinCheck check(TenantId tenant, Tool tool) {
    return of(tool.definition().name()).check(tenant, tool);
  }

  private ToolCatalog of(ToolName name) {
    return name.equals(late)
        ? all.copy().completeOnTimeout(impatient, patience.toMillis(), TimeUnit.MILLISECONDS).join()
        : others;
  }
}
