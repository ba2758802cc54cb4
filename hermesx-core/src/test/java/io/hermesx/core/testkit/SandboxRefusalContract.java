// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How every executor refuses, one that runs nothing at all included. */
public abstract class SandboxRefusalContract {

  private static final long PATIENCE_SECONDS = 60;

  private SandboxExecutor executor;

  /** Creates the suite. */
  protected SandboxRefusalContract() {}

  /** Opens an executor, before each test. */
  protected abstract SandboxExecutor open();

  /** Returns a program that ends by itself at once with this exit code; requires nothing. */
  protected abstract SandboxRequest exits(int code);

  /** The executor under test. */
  protected final SandboxExecutor executor() {
    return executor;
  }

  @BeforeEach
  final void openExecutor() {
    executor = open();
  }

  @AfterEach
  final void closeExecutor() {
    executor.close();
  }

  @Test
  final void start_eachGuaranteeNotProven_isRefusedAtOnceWithARemedy() {
    for (Guarantee guarantee : notProven()) {
      SandboxExecution execution = executor.start(exits(0).requiring(Set.of(guarantee)));

      assertThat(execution.result()).as("%s", guarantee).isCompleted();
      assertRefused(await(execution), Set.of(guarantee));
    }
  }

  @Test
  final void start_everythingRequired_namesAllThatIsMissingAndNothingElse() {
    if (!notProven().isEmpty()) {
      SandboxRequest request = exits(0).requiring(EnumSet.allOf(Guarantee.class));

      assertRefused(await(executor.start(request)), notProven());
    }
  }

  @Test
  final void refusal_cancelledAnyNumberOfTimes_staysARefusal() {
    for (Guarantee guarantee : notProven()) {
      SandboxExecution execution = executor.start(exits(0).requiring(Set.of(guarantee)));
      execution.cancel();
      execution.cancel();

      assertRefused(await(execution), Set.of(guarantee));
    }
  }

  @Test
  final void guarantees_cannotBeChangedFromOutside() {
    assertThat(executor.guarantees()).isUnmodifiable();
  }

  @Test
  final void close_twice_doesNothing() {
    executor.close();
    executor.close();
  }

  /** What the executor has not proven. */
  protected final Set<Guarantee> notProven() {
    EnumSet<Guarantee> rest = EnumSet.allOf(Guarantee.class);
    rest.removeAll(executor.guarantees());
    return rest;
  }

  /** Waits for a result, which never is an exception. */
  protected static SandboxResult await(SandboxExecution execution) {
    try {
      return execution.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a result completed with an exception", e);
    } catch (TimeoutException e) {
      throw new AssertionError("there is no result after " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void assertRefused(SandboxResult result, Set<Guarantee> missing) {
    assertThat(result.outcome()).isInstanceOf(SandboxOutcome.Refused.class);
    SandboxOutcome.Refused refused = (SandboxOutcome.Refused) result.outcome();
    assertThat(refused.missing()).isEqualTo(missing);
    assertThat(refused.remedy()).isNotBlank();
    assertThat(result.began()).isFalse();
    assertThat(result.held()).isEmpty();
    assertThat(result.out().totalBytes()).isZero();
    assertThat(result.err().totalBytes()).isZero();
  }
}
