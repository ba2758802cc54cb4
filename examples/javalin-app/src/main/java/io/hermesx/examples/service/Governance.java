// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.LoopBreaker;
import io.hermesx.core.guard.LoopLimits;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.pricing.ModelPrice;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.scan.Scanners;
import io.hermesx.core.store.Housekeeping;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TransactionalUsageRecorder;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.usage.UsageRecorder;
import io.hermesx.examples.service.audit.AuditTrail;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import io.hermesx.examples.service.metric.MeteredAuditChain;
import io.hermesx.examples.service.metric.Metrics;
import io.hermesx.examples.service.sandbox.ServiceSandbox;
import io.hermesx.examples.service.tool.Clock;
import io.hermesx.examples.service.tool.HostAllowList;
import io.hermesx.examples.service.tool.HttpGet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The guard of the service and everything it stands on: which rules, limits, prices and budgets
 * there are. Whoever builds a service of their own starts reading here.
 */
final class Governance implements AutoCloseable {

  /** The model that answers where no upstream is configured. */
  static final String ECHO = "echo";

  private static final ModelPrice ECHO_PRICE =
      new ModelPrice(100_000_000L, 100_000_000L, 400_000_000L);
  private static final long NANO_USD = 1_000_000_000L;

  private final AuditTrail trail;
  private final AuditChain audit;
  private final UsageRecorder usage;
  private final RateLimiter rates;
  private final AgentGuard guard;
  private final Housekeeping housekeeping;

  private Governance(Configuration configuration, Store store, Sources sources, Opened opened) {
    this.trail =
        opened.add(
            AuditTrail.open(configuration, store.auditLog(), sources.clock(), sources.ids()));
    this.audit = new MeteredAuditChain(trail.chain(), sources.metrics());
    this.usage = opened.add(new TransactionalUsageRecorder(store));
    this.rates = opened.add(Rates.limiter(configuration, sources.metrics().rates()));
    this.guard =
        opened.add(
            AgentGuard.builder()
                .store(store)
                .audit(audit)
                .usage(usage)
                .prices(prices(configuration))
                .policy(policy(configuration.truth(Variable.TRUST_LOCAL_PROCESS)))
                .tools(tools(configuration, sources))
                .scanner(Scanners.secrets())
                .loopBreaker(LoopBreaker.inMemory(LoopLimits.STANDARD, sources.clock()))
                .rateLimiter(rates)
                .sandbox(sources.sandbox().executor())
                .sandboxPolicies(sources.sandbox().policies(store))
                .clock(sources.clock())
                .ids(sources.ids())
                .toolDeadline(configuration.seconds(Variable.TOOL_SECONDS))
                .modelDeadline(configuration.seconds(Variable.MODEL_SECONDS))
                .build());
    this.housekeeping =
        opened.add(
            Housekeeping.builder(store.leases(), sources.ids().next().toString())
                .sweeps(guard.sweeps())
                .every(Duration.ofSeconds(10))
                .build());
  }

  /**
   * Opens the trail and what stands on it, and begins the chores.
   *
   * @throws RuntimeException if something of it cannot be; what was opened by then is closed
   */
  static Governance start(Configuration configuration, Store store, Sources sources) {
    Opened opened = new Opened();
    try {
      Governance governance = new Governance(configuration, store, sources, opened);
      governance.housekeeping.start();
      return governance;
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private static ToolCatalog tools(Configuration configuration, Sources sources) {
    HostAllowList hosts = HostAllowList.parse(configuration.text(Variable.HTTP_GET_HOSTS));
    return sources
        .sandbox()
        .with(Clock.reading(sources.clock()), HttpGet.of(hosts, sources.clock()));
  }

  /**
   * Who may do what; what is not allowed here is denied. A shell that isolates its commands needs
   * nobody's consent, and neither does one that is off and says so.
   */
  private static RulePolicy policy(boolean trusted) {
    List<Rule> rules = new ArrayList<>();
    rules.add(Rule.allow("chat").model("*"));
    rules.add(Rule.allow("clock").tool("clock"));
    rules.add(Rule.allow("http-get").tool("http_get"));
    rules.add(Rule.allow("shell").tool("shell"));
    if (trusted) {
      rules.add(Rule.requireApproval("shell-needs-a-person").tool("shell"));
    }
    return RulePolicy.of(rules);
  }

  private static PriceBook prices(Configuration configuration) {
    Map<String, ModelPrice> models = new HashMap<>();
    configuration.models().forEach(name -> models.put(name, configuration.modelPrice()));
    models.put(ECHO, ECHO_PRICE);
    return PriceBook.of("service-1", models, Map.of());
  }

  /** What each new tenant may spend. */
  static Budget budget(Configuration configuration) {
    long usd = configuration.number(Variable.BUDGET_USD);
    return Budget.usd("daily", usd * NANO_USD, BudgetPeriod.DAY);
  }

  AgentGuard guard() {
    return guard;
  }

  AuditTrail trail() {
    return trail;
  }

  AuditChain audit() {
    return audit;
  }

  /**
   * Ends the threads, closes what could not be recorded yet, and sequences and signs what is
   * staged.
   */
  @Override
  public void close() {
    Closing.all(housekeeping, guard, trail, usage, rates);
  }

  /**
   * Where time and identities come from, where calls are counted, and where programs run.
   *
   * @param clock the clock
   * @param ids the identities
   * @param metrics where calls are counted
   * @param sandbox where programs of tools run; not closed here
   */
  record Sources(InstantSource clock, IdSource ids, Metrics metrics, ServiceSandbox sandbox) {}
}
