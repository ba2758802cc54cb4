// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both catalogues: the fixed one, and the one that pins on first use. */
class ToolCatalogTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");
  private static final int MAX_TOOLS = 10_000;

  @Test
  void fixed_toolOnRecord_isFoundByEveryTenant() {
    Tool refund = tool("refund", "Pays.");
    ToolCatalog catalog = ToolCatalog.of(tool("look-up", "Reads."), refund);

    assertThat(catalog.find(ACME, new ToolName("refund"))).containsSame(refund);
    assertThat(catalog.find(GLOBEX, new ToolName("refund"))).containsSame(refund);
    assertThat(catalog.find(ACME, new ToolName("Refund"))).isEmpty();
    assertThat(catalog.list(ACME))
        .extracting(tool -> tool.definition().name().value())
        .containsExactly("look-up", "refund");
  }

  @Test
  void fixed_check_tellsMatchChangedAndUnknownApart() {
    ToolCatalog catalog = ToolCatalog.of(tool("refund", "Pays."));

    assertThat(catalog.check(ACME, tool("refund", "Pays."))).isEqualTo(PinCheck.MATCH);
    assertThat(catalog.check(ACME, tool("refund", "Pays more."))).isEqualTo(PinCheck.CHANGED);
    assertThat(catalog.check(ACME, tool("Refund", "Pays."))).isEqualTo(PinCheck.UNKNOWN);
  }

  @Test
  void fixed_namesThatDifferOnlyInCase_areRefusedByName() {
    for (String other : List.of("refund", "Refund", "REFUND")) {
      assertThatThrownBy(() -> ToolCatalog.of(tool("refund", "Pays."), tool(other, "Other.")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("tool " + other + ": ")
          .hasMessageEndingWith("rename one");
    }
  }

  @Test
  void fixed_withoutTools_knowsNone() {
    assertThat(ToolCatalog.of().list(ACME)).isEmpty();
    assertThat(ToolCatalog.of().check(ACME, tool("refund", "Pays."))).isEqualTo(PinCheck.UNKNOWN);
  }

  @Test
  void firstUse_toolSeenOnce_isPinnedForItsTenantAlone() {
    ToolCatalog catalog = ToolCatalog.pinningOnFirstUse();
    Tool refund = tool("refund", "Pays.");

    assertThat(catalog.find(ACME, new ToolName("refund"))).isEmpty();
    assertThat(catalog.check(ACME, refund)).isEqualTo(PinCheck.MATCH);
    assertThat(catalog.find(ACME, new ToolName("refund"))).containsSame(refund);
    assertThat(catalog.check(ACME, tool("refund", "Pays more."))).isEqualTo(PinCheck.CHANGED);
    assertThat(catalog.check(ACME, tool("refund", "Pays."))).isEqualTo(PinCheck.MATCH);

    assertThat(catalog.list(GLOBEX)).isEmpty();
    assertThat(catalog.check(GLOBEX, tool("refund", "Pays more."))).isEqualTo(PinCheck.MATCH);
    assertThat(catalog.check(GLOBEX, refund)).isEqualTo(PinCheck.CHANGED);
  }

  @Test
  void firstUse_lookingATenantUp_leavesNothingBehind() {
    ToolCatalog catalog = ToolCatalog.pinningOnFirstUse();
    catalog.find(ACME, new ToolName("refund"));

    assertThat(catalog.list(ACME)).isEmpty();
  }

  @Test
  void firstUse_twoDefinitionsAtOnce_exactlyOneIsPinned() {
    for (int round = 0; round < 500; round++) {
      ToolCatalog catalog = ToolCatalog.pinningOnFirstUse();
      List<Tool> rivals = List.of(tool("refund", "Pays."), tool("refund", "Pays more."));

      List<PinCheck> checks =
          Contention.run(2, thread -> () -> catalog.check(ACME, rivals.get(thread)));

      int winner = checks.indexOf(PinCheck.MATCH);
      assertThat(checks).containsExactlyInAnyOrder(PinCheck.MATCH, PinCheck.CHANGED);
      assertThat(catalog.list(ACME)).containsExactly(rivals.get(winner));
    }
  }

  @Test
  void firstUse_lastPlaceAndManyAtOnce_oneGetsItAndThenTheTenantIsFull() {
    ToolCatalog catalog = ToolCatalog.pinningOnFirstUse();
    for (int i = 1; i < MAX_TOOLS; i++) {
      assertThat(catalog.check(ACME, tool("tool-" + i, "Pays."))).isEqualTo(PinCheck.MATCH);
    }

    List<PinCheck> checks =
        Contention.run(16, thread -> () -> catalog.check(ACME, tool("new-" + thread, "Pays.")));

    assertThat(checks).containsOnlyOnce(PinCheck.MATCH).contains(PinCheck.UNKNOWN);
    assertThat(catalog.list(ACME)).hasSize(MAX_TOOLS);
    assertThat(catalog.check(ACME, tool("one-more", "Pays."))).isEqualTo(PinCheck.UNKNOWN);
    assertThat(catalog.find(ACME, new ToolName("one-more"))).isEmpty();
    assertThat(catalog.check(ACME, tool("tool-7", "Pays."))).isEqualTo(PinCheck.MATCH);
    assertThat(catalog.check(GLOBEX, tool("one-more", "Pays."))).isEqualTo(PinCheck.MATCH);
  }

  private static Tool tool(String name, String description) {
    ToolDefinition definition =
        ToolDefinition.builder(name).description(description).noArguments().build();
    return new HostTool(definition, call -> ToolResult.of("done"));
  }
}
