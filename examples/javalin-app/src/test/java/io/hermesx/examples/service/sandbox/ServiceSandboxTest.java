// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.PinCheck;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.tool.ToolName;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.tool.Clock;
import io.hermesx.examples.service.tool.Shell;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ServiceSandboxTest {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final ToolName SHELL = new ToolName("shell");
  private static final HostTool CLOCK = Clock.reading(SystemSources.clock());

  @Test
  @EnabledOnOs(OS.LINUX)
  void isolated_withoutBubblewrap_shellIsOffAndSaysWhatIsMissingButNotWhere(@TempDir Path folder) {
    try (ServiceSandbox sandbox =
        ServiceSandbox.isolated(
            () ->
                BubblewrapSandboxExecutor.builder()
                    .bubblewrap(folder.resolve("bwrap"))
                    .temporaryFolder(folder)
                    .open())) {
      HostTool off = (HostTool) shell(sandbox);
      assertThat(sandbox.executor().proofs())
          .anyMatch(proof -> proof.remedy().contains(folder.toString()));
      assertThat(answer(off))
          .contains("nothing was run", "FS_CONFINED", "An operator reads in this service's log")
          .doesNotContain(folder.toString(), "bwrap", "/usr");
    }
  }

  @Test
  void isolated_openingFails_shellIsOffAndProgramsAreRefused() {
    try (ServiceSandbox sandbox =
        ServiceSandbox.isolated(
            () -> {
              throw new IllegalStateException("no folder can be made in /secret/place");
            })) {
      assertThat(answer((HostTool) shell(sandbox)))
          .contains("There is no sandbox.", "An operator reads in this service's log")
          .doesNotContain("secret");
      assertThat(
              sandbox
                  .executor()
                  .start(SandboxRequest.of(Set.of(), "true"))
                  .result()
                  .join()
                  .outcome())
          .isInstanceOf(SandboxOutcome.Refused.class);
    }
  }

  @Test
  void isolated_whileItIsOpened_othersAreServed_andACallOfTheShellWaits() throws Exception {
    CompletableFuture<SandboxExecutor> opening = new CompletableFuture<>();
    try (ServiceSandbox sandbox = ServiceSandbox.isolated(opening::join)) {
      ToolCatalog catalog = sandbox.with(CLOCK);
      assertThat(catalog.list(TENANT)).containsExactly(CLOCK);
      assertThat(catalog.find(TENANT, CLOCK.definition().name())).contains(CLOCK);
      CompletableFuture<Tool> call =
          CompletableFuture.supplyAsync(() -> catalog.find(TENANT, SHELL).orElseThrow());

      opening.complete(SandboxExecutor.refusing());

      Tool found = call.get(30, TimeUnit.SECONDS);
      assertThat(answer((HostTool) found)).contains("does not hold");
      assertThat(catalog.list(TENANT)).containsExactlyInAnyOrder(CLOCK, found);
      assertThat(catalog.check(TENANT, found)).isEqualTo(PinCheck.MATCH);
    }
  }

  @Test
  void shellThatIsNotKnownInTime_isSaidToBe() {
    ToolCatalog catalog =
        new LateToolCatalog(
            List.of(CLOCK),
            new CompletableFuture<>(),
            Shell.off("Not known yet."),
            Duration.ofMillis(1));
    assertThat(answer((HostTool) catalog.find(TENANT, SHELL).orElseThrow()))
        .contains("Not known yet.");
  }

  @Test
  void none_opensNothing_andTheShellSaysSo() {
    try (ServiceSandbox sandbox =
        ServiceSandbox.open(
            Configuration.of(Map.of("HERMESX_SANDBOX", "none")), executor -> run -> {})) {
      assertThat(sandbox.executor().guarantees()).isEmpty();
      assertThat(answer((HostTool) shell(sandbox))).contains("HERMESX_SANDBOX is none");
    }
  }

  private static Tool shell(ServiceSandbox sandbox) {
    return sandbox.with(CLOCK).find(TENANT, SHELL).orElseThrow();
  }

  private static String answer(HostTool tool) {
    try {
      return tool.handler().call(null).content();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
