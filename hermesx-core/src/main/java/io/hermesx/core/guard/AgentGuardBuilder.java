// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.model.TokenEstimator;
import io.hermesx.core.policy.PolicyDecisionPoint;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.scan.Scanner;
import io.hermesx.core.scan.Scanners;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TransactionalUsageRecorder;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.time.Ticker;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.usage.UsageRecorder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of an {@link AgentGuard}. Store, audit chain, usage recorder, price book,
 * policy, catalogue, scanner, loop breaker, rate limiter and sandbox executor must be set: an unset
 * gate is an error, and choosing none is explicit. Not thread-safe.
 */
public final class AgentGuardBuilder {

  private static final String MEMORY_INSTALLATION = "hermesx.memory";

  private @Nullable Store store;
  private @Nullable AuditChain audit;
  private @Nullable UsageRecorder usage;
  private @Nullable PriceBook prices;
  private @Nullable PolicyDecisionPoint policy;
  private @Nullable ToolCatalog tools;
  private @Nullable Scanner scanner;
  private @Nullable LoopBreaker loops;
  private @Nullable RateLimiter rates;
  private @Nullable SandboxExecutor sandbox;
  private InstantSource clock = SystemSources.clock();
  private Ticker ticker = Ticker.system();
  private RandomGenerator random = SystemSources.random();
  private @Nullable IdSource ids;
  private SandboxPolicies sandboxPolicies = SandboxPolicies.always(SandboxPolicy.UNRESTRICTED);
  private GuardOptions options = GuardOptions.STANDARD;
  private Consumer<Stage> probe = stage -> {};
  private Consumer<String> remedyLog = GuardAudit.LOG::warn;
  private final List<AutoCloseable> owned = new ArrayList<>();

  AgentGuardBuilder() {}

  /**
   * Starts a guard that keeps everything in this JVM, on the system clock: a {@link MemoryStore},
   * an {@link UnsignedAuditChain}, a free price book, tools pinned on first use, the secret
   * scanner, the loop breaker's standard limits, no rate limit and no sandbox. Each can be
   * replaced. What it made is closed with the guard.
   */
  public static AgentGuardBuilder inMemory(PolicyDecisionPoint policy) {
    return inMemory(policy, SystemSources.clock());
  }

  /** As {@link #inMemory(PolicyDecisionPoint)}, on a clock of the host's choice. */
  public static AgentGuardBuilder inMemory(PolicyDecisionPoint policy, InstantSource clock) {
    MemoryStore store = MemoryStore.create(clock);
    UnsignedAuditChain audit =
        UnsignedAuditChain.builder(store.auditLog())
            .installation(MEMORY_INSTALLATION)
            .clock(clock)
            .ids(IdSource.secure(clock))
            .build();
    UsageRecorder usage = new TransactionalUsageRecorder(store);
    AgentGuardBuilder builder =
        new AgentGuardBuilder()
            .clock(clock)
            .store(store)
            .audit(audit)
            .usage(usage)
            .prices(PriceBook.free())
            .policy(policy)
            .tools(ToolCatalog.pinningOnFirstUse())
            .scanner(Scanners.secrets())
            .loopBreaker(LoopBreaker.inMemory(LoopLimits.STANDARD, clock))
            .rateLimiter(RateLimiter.unlimited())
            .sandbox(SandboxExecutor.refusing());
    builder.owned.addAll(List.of(audit, usage, store));
    return builder;
  }

  /** Sets where everything is kept. Required. The host closes it. */
  public AgentGuardBuilder store(Store value) {
    this.store = value;
    return this;
  }

  /**
   * Sets the audit chain. Required; it must write the log of the same store. The host closes it.
   */
  public AgentGuardBuilder audit(AuditChain value) {
    this.audit = value;
    return this;
  }

  /** Sets who records what was used. Required. The host closes it. */
  public AgentGuardBuilder usage(UsageRecorder value) {
    this.usage = value;
    return this;
  }

  /** Sets what things cost. Required; {@link PriceBook#free()} where nothing is charged. */
  public AgentGuardBuilder prices(PriceBook value) {
    this.prices = value;
    return this;
  }

  /** Sets who decides. Required. */
  public AgentGuardBuilder policy(PolicyDecisionPoint value) {
    this.policy = value;
    return this;
  }

  /** Sets the tools on record. Required. */
  public AgentGuardBuilder tools(ToolCatalog value) {
    this.tools = value;
    return this;
  }

  /** Sets who looks at what goes in and out. Required; {@link Scanners#none()} for nobody. */
  public AgentGuardBuilder scanner(Scanner value) {
    this.scanner = value;
    return this;
  }

  /**
   * Sets what stops runs that go in circles. Required; {@link LoopBreaker#unlimited()} for nothing.
   */
  public AgentGuardBuilder loopBreaker(LoopBreaker value) {
    this.loops = value;
    return this;
  }

  /** Sets how often. Required; {@link RateLimiter#unlimited()} for no limit. The host closes it. */
  public AgentGuardBuilder rateLimiter(RateLimiter value) {
    this.rates = value;
    return this;
  }

  /**
   * Sets where sandboxed tools run. Required; {@link SandboxExecutor#refusing()} for nowhere. The
   * host closes it.
   */
  public AgentGuardBuilder sandbox(SandboxExecutor value) {
    this.sandbox = value;
    return this;
  }

  /**
   * Sets what tenants let programs of tools do. Asked once for each call of a sandboxed tool and
   * each listing that has one, and never for another. Default: {@link SandboxPolicy#UNRESTRICTED}
   * for every tenant, so that what a tool asks for stands as it is, within the guard's deadline. A
   * host that serves tenants it does not trust names {@link SandboxPolicy#untrusted}, or {@link
   * SandboxPolicy#DISABLED}.
   *
   * <p>No policy loosens anything: what a program requires, what its tool demands and what a rule
   * demands are required under every policy, and limits only get tighter.
   */
  public AgentGuardBuilder sandboxPolicies(SandboxPolicies value) {
    this.sandboxPolicies = value;
    return this;
  }

  /** Sets the clock of this JVM. Default: the system's. What is shared uses the store's clock. */
  public AgentGuardBuilder clock(InstantSource value) {
    this.clock = value;
    return this;
  }

  /** Sets what measures how long stages take. Default: the system's monotonic clock. */
  public AgentGuardBuilder ticker(Ticker value) {
    this.ticker = value;
    return this;
  }

  /** Sets where identities come from. Default: UUIDv7 on the clock and the random source. */
  public AgentGuardBuilder ids(IdSource value) {
    this.ids = value;
    return this;
  }

  /**
   * Sets where salts come from. Default: {@link SystemSources#random}; anything weaker lets
   * commitments be guessed.
   */
  public AgentGuardBuilder random(RandomGenerator value) {
    this.random = value;
    return this;
  }

  /**
   * Sets how long a tool may take. 1 ms to 24 h; default 30 s. It also caps the wall limit of a
   * sandboxed tool, whose executor gets 5 s more to end the program and say so; what the program
   * waits for its turn there is part of that time.
   */
  public AgentGuardBuilder toolDeadline(Duration value) {
    options = options.withDeadlines(value, options.modelDeadline());
    return this;
  }

  /** Sets how long a model may take. 1 ms to 24 h; default 120 s. */
  public AgentGuardBuilder modelDeadline(Duration value) {
    options = options.withDeadlines(options.toolDeadline(), value);
    return this;
  }

  /**
   * Sets how long an approval can be decided and used, from its request on. 1 s to 24 h; default
   * 600 s.
   */
  public AgentGuardBuilder approvalLifetime(Duration value) {
    options = options.withApprovals(value, options.maxPendingApprovals());
    return this;
  }

  /** Sets how many approvals of a tenant may wait at once. 1 to 100,000; default 100. */
  public AgentGuardBuilder maxPendingApprovals(int value) {
    options = options.withApprovals(options.approvalLifetime(), value);
    return this;
  }

  /** Sets how many characters of an answer are kept. 1,024 to 16,777,216; default 51,200. */
  public AgentGuardBuilder maxResultChars(int value) {
    options = options.withMaxResultChars(value);
    return this;
  }

  /**
   * Sets the fewest output tokens worth asking a model for where a budget has no room for more;
   * below, the next model of the ladder is tried. 1 to 1,000,000; default 16.
   */
  public AgentGuardBuilder minOutputTokens(int value) {
    options = options.withMinOutputTokens(value);
    return this;
  }

  /** Sets how large the arguments of a tool may be. Default {@link JsonLimits#STANDARD}. */
  public AgentGuardBuilder argumentLimits(JsonLimits value) {
    options = options.withArgumentLimits(value);
    return this;
  }

  /**
   * Sets how tokens are estimated before a provider counts them. Default {@link
   * TokenEstimator#upperBound()}.
   */
  public AgentGuardBuilder tokenEstimator(TokenEstimator value) {
    options = options.withEstimator(value);
    return this;
  }

  /**
   * Runs host tools on an executor of the host's, which the host closes. Default: on the caller's
   * thread. With an executor the caller stops waiting at the deadline, while the tool's thread is
   * interrupted and may record its answer late.
   */
  public AgentGuardBuilder toolExecutor(ExecutorService value) {
    options = options.withExecutor(value);
    return this;
  }

  /** Is told of each stage before it begins; for tests that inject faults. */
  AgentGuardBuilder probe(Consumer<Stage> value) {
    this.probe = value;
    return this;
  }

  /** Is told what the log is told of remedies; for tests. */
  AgentGuardBuilder remedyLog(Consumer<String> value) {
    this.remedyLog = value;
    return this;
  }

  /**
   * Builds the guard.
   *
   * @throws IllegalStateException if a part is missing; the message names it and what to call
   */
  public AgentGuard build() {
    GuardParts.Gates gates =
        new GuardParts.Gates(
            require("policy", policy, "a PolicyDecisionPoint such as RulePolicy.of(…)"),
            require("tools", tools, "ToolCatalog.of(…) or ToolCatalog.pinningOnFirstUse()"),
            require("scanner", scanner, "Scanners.chain(…), or Scanners.none() to scan nothing"),
            require(
                "loopBreaker",
                loops,
                "LoopBreaker.inMemory(…), or LoopBreaker.unlimited() for none"),
            require("rateLimiter", rates, "a RateLimiter, or RateLimiter.unlimited() for no limit"),
            require(
                "sandbox", sandbox, "a SandboxExecutor, or SandboxExecutor.refusing() for none"),
            sandboxPolicies);
    GuardParts.Records records =
        new GuardParts.Records(
            require("store", store, "a Store such as MemoryStore.create(…)"),
            require("audit", audit, "an AuditChain on the same store"),
            require(
                "usage", usage, "a UsageRecorder such as new TransactionalUsageRecorder(store)"),
            require("prices", prices, "a PriceBook, or PriceBook.free() where nothing is charged"));
    IdSource source = ids == null ? IdSource.of(clock, random) : ids;
    return new AgentGuard(
        new GuardParts(
            gates,
            records,
            new GuardParts.Sources(clock, ticker, source, random),
            options,
            new SandboxRemedies(gates.sandbox(), remedyLog),
            probe),
        owned);
  }

  private static <T> T require(String name, @Nullable T part, String remedy) {
    if (part == null) {
      throw new IllegalStateException(
          "the guard has no "
              + name
              + ", and a gate that is not set would be open; call "
              + name
              + "(…) with "
              + remedy);
    }
    return part;
  }
}
