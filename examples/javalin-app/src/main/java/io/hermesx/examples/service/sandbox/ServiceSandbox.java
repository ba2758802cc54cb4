// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.sandbox;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoredSandboxPolicies;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import io.hermesx.examples.service.tool.Shell;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.ObservedSandboxExecutor;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import io.hermesx.sandbox.SandboxListener;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where programs of tools run in this service, and what that makes of the tool {@code shell}: on in
 * bubblewrap where this host holds {@link SandboxTier#UNTRUSTED}, on as a plain process where the
 * operator trusts it, else off with the reason. Opening never fails and does not block.
 * Thread-safe.
 */
public final class ServiceSandbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceSandbox.class);
  private static final Set<Guarantee> WANTED = SandboxTier.UNTRUSTED.guarantees();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_PER_TENANT = 128;

  /** Tenants read what is missing; where on the host, and how to get it, is for its log alone. */
  private static final String OPERATOR = "An operator reads in this service's log how to get it.";

  /** Nobody has read what a model runs: no network, and everything that one kernel can hold. */
  static final SandboxPolicy STRANGERS = SandboxPolicy.untrusted(SandboxLimits.STANDARD);

  /**
   * The operator answers for what a plain process lacks: it has limits on time and output alone.
   */
  static final SandboxPolicy TRUSTED =
      new SandboxPolicy(true, SandboxLimits.STANDARD, Optional.empty(), true, Set.of());

  private final SandboxExecutor executor;
  private final SandboxPolicy platform;
  private final CompletableFuture<Tool> shell;

  private ServiceSandbox(
      SandboxExecutor executor, SandboxPolicy platform, CompletableFuture<Tool> shell) {
    this.executor = executor;
    this.platform = platform;
    this.shell = shell;
  }

  /** Begins to open what the configuration asks for; the listener hears what runs in it. */
  public static ServiceSandbox open(Configuration configuration, SandboxListener listener) {
    if (configuration.truth(Variable.TRUST_LOCAL_PROCESS)) {
      return trusted(
          () ->
              ObservedSandboxExecutor.of(
                  ProcessSandboxExecutor.builder().maxConcurrentPerTenant(perTenant()).open(),
                  "process",
                  listener));
    }
    if (configuration.text(Variable.SANDBOX).equalsIgnoreCase("none")) {
      return new ServiceSandbox(
          SandboxExecutor.refusing(), STRANGERS, CompletableFuture.completedFuture(none()));
    }
    return isolated(
        () -> ObservedSandboxExecutor.of(bubblewrap(configuration), "bubblewrap", listener));
  }

  private static SandboxExecutor bubblewrap(Configuration configuration) {
    String system = System.getProperty("os.name");
    if (!system.equals("Linux")) {
      throw new IllegalStateException("bubblewrap runs on Linux alone, and this is " + system);
    }
    BubblewrapSandboxExecutor.Builder builder =
        BubblewrapSandboxExecutor.builder().maxConcurrentPerTenant(perTenant());
    configuration.find(Variable.SANDBOX_CONTROL_GROUP).ifPresent(builder::controlGroup);
    return builder.open();
  }

  /** Half of the places, so that no tenant takes them all. */
  private static int perTenant() {
    return Math.min(MOST_PER_TENANT, Runtime.getRuntime().availableProcessors());
  }

  static ServiceSandbox isolated(Supplier<SandboxExecutor> opening) {
    LateSandboxExecutor late = LateSandboxExecutor.opening(opening);
    return new ServiceSandbox(late, STRANGERS, late.opened().handle(ServiceSandbox::shell));
  }

  private static ServiceSandbox trusted(Supplier<SandboxExecutor> opening) {
    LateSandboxExecutor late = LateSandboxExecutor.opening(opening);
    return new ServiceSandbox(late, TRUSTED, late.opened().handle(ServiceSandbox::trustedShell));
  }

  private static Tool trustedShell(
      @Nullable SandboxExecutor executor, @Nullable Throwable failure) {
    if (executor == null) {
      LOG.warn("the tool shell runs nothing: no process can be started", failure);
    } else {
      LOG.info(
          "the tool shell is on, after a person's consent: plain processes hold {} and nothing else",
          executor.guarantees().stream().sorted().toList());
    }
    return Shell.trusted();
  }

  private static Tool shell(@Nullable SandboxExecutor executor, @Nullable Throwable failure) {
    if (executor == null) {
      LOG.warn("the tool shell is off: there is no sandbox", failure);
      return Shell.off("There is no sandbox. " + OPERATOR);
    }
    EnumSet<Guarantee> missing = EnumSet.copyOf(WANTED);
    missing.removeAll(executor.guarantees());
    if (missing.isEmpty()) {
      LOG.info("the tool shell is on: this host holds {} in bubblewrap", SandboxTier.UNTRUSTED);
      return Shell.isolated();
    }
    LOG.warn(
        "the tool shell is off: this host does not hold {}; to get it: {}",
        missing,
        remedies(executor));
    return Shell.off("This service's host does not hold " + missing + ". " + OPERATOR);
  }

  private static String remedies(SandboxExecutor executor) {
    return executor.proofs().stream()
        .filter(proof -> !proof.held() && WANTED.contains(proof.guarantee()))
        .map(GuaranteeProof::remedy)
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static Tool none() {
    LOG.info("the tool shell is off: HERMESX_SANDBOX is none");
    return Shell.off("HERMESX_SANDBOX is none.");
  }

  /** Where sandboxed tools run; waits for what is being opened. */
  public SandboxExecutor executor() {
    return executor;
  }

  /**
   * What programs of a tenant may do: the tenant's policy in the store within the platform's, which
   * nobody gets beyond; the platform's alone where there is none.
   */
  public SandboxPolicies policies(Store store) {
    return new StoredSandboxPolicies(store, platform, SandboxPolicy.UNRESTRICTED);
  }

  /** These tools and the shell, for whose call it waits until it is known what this host holds. */
  public ToolCatalog with(Tool... others) {
    Tool impatient = Shell.off("It is still being found out what this host holds. Try again.");
    return new LateToolCatalog(List.of(others), shell, impatient, PATIENCE);
  }

  /** Ends the programs under way, and frees what the executor owns. */
  @Override
  public void close() {
    executor.close();
  }
}
