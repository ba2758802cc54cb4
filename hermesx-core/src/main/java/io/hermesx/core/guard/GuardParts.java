// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.policy.PolicyDecisionPoint;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.scan.Scanner;
import io.hermesx.core.store.Store;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.Ticker;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.usage.UsageRecorder;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Everything a guard asks on the way of a call.
 *
 * @param gates what decides
 * @param records what keeps
 * @param sources where time and identities come from
 * @param options the numbers
 * @param remedies tells operators what the sandbox lacks
 * @param probe told of each stage before it begins; a no-op but in tests that inject faults
 */
record GuardParts(
    Gates gates,
    Records records,
    Sources sources,
    GuardOptions options,
    SandboxRemedies remedies,
    Consumer<Stage> probe) {

  /** What decides whether a call may happen, and where it runs. */
  record Gates(
      PolicyDecisionPoint policy,
      ToolCatalog tools,
      Scanner scanner,
      LoopBreaker loops,
      RateLimiter rates,
      SandboxExecutor sandbox,
      SandboxPolicies sandboxPolicies) {}

  /** What keeps what happened, and what it cost. */
  record Records(Store store, AuditChain audit, UsageRecorder usage, PriceBook prices) {}

  /** Where time and identities come from. */
  record Sources(InstantSource clock, Ticker ticker, IdSource ids, RandomGenerator random) {}
}
