// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.FlakyLog.Fate;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Writers, several chains on one log, appends that fail on either side of the commit, processes
 * that end without a word and clocks that jump: the log has each event once, in one chain.
 */
class AuditChainChaosTest {

  private static final int WRITERS = 6;
  private static final int EVENTS = 150;
  private static final int CHAINS = 4;
  private static final TenantId[] TENANTS = {TenantId.named("acme"), TenantId.named("other")};

  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final MutableClock clock = MutableClock.create();
  private final TestIds ids = TestIds.create();
  private final AtomicInteger writing = new AtomicInteger(WRITERS);
  private final AtomicInteger failed = new AtomicInteger();

  @RepeatedTest(5)
  void log_underWritersChainsAndFailures_hasEachEventOnceInOneChain(RepetitionInfo repetition)
      throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      List<Future<List<UUID>>> staged = new ArrayList<>();
      List<Future<?>> sequencing = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        TenantId tenant = TENANTS[i % TENANTS.length];
        long seed = 10L * repetition.getCurrentRepetition() + i;
        staged.add(pool.submit(() -> write(tenant, new Random(seed))));
      }
      for (int i = 0; i < CHAINS; i++) {
        long seed = 100L * repetition.getCurrentRepetition() + i;
        sequencing.add(pool.submit(() -> sequence(new Random(seed))));
      }
      List<UUID> expected = new ArrayList<>();
      for (Future<List<UUID>> part : staged) {
        expected.addAll(part.get());
      }
      for (Future<?> part : sequencing) {
        part.get();
      }

      assertThat(failed.get()).as("appends that failed").isPositive();
      List<UUID> found = new ArrayList<>();
      for (TenantId tenant : TENANTS) {
        found.addAll(assertOneChain(tenant));
      }
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      pool.shutdownNow();
    }
  }

  private List<UUID> write(TenantId tenant, Random random) {
    UnsignedAuditChain chain = newChain(new FlakyLog(memory, fates(random)));
    List<UUID> staged = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      AuditEvent event = AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build();
      PreparedEvent prepared = chain.prepare(event);
      if (random.nextInt(3) == 0) {
        appendUntilAnswered(chain, prepared);
      } else {
        memory.stage(tenant, List.of(prepared));
        if (i % 10 == 0) {
          memory.stage(tenant, List.of(prepared)); // a retry of a commit whose answer was lost
        }
        chain.staged(tenant);
      }
      staged.add(event.id());
    }
    writing.decrementAndGet();
    return staged;
  }

  private static void appendUntilAnswered(AuditChain chain, PreparedEvent event) {
    boolean answered = false;
    while (!answered) {
      try {
        chain.append(event);
        answered = true;
      } catch (StoreException e) {
        // lost on either side of the commit: the same event again is the same as once
      }
    }
  }

  /** Runs a chain that fails, and now and then ends without a word, to be started anew. */
  private void sequence(Random random) {
    FlakyLog flaky = new FlakyLog(memory, fates(random));
    UnsignedAuditChain chain = newChain(flaky);
    boolean last = false;
    while (!last) {
      last = writing.get() == 0 && memory.stagedTenants(1).isEmpty();
      clock.advance(Duration.ofMillis(random.nextInt(-500, 500)));
      try {
        chain.sequence();
      } catch (StoreException e) {
        chain = random.nextInt(4) == 0 ? newChain(flaky) : chain;
      }
    }
  }

  /**
   * Whoever appends first loses that append, so that every run has one, however fast it is and
   * whichever thread does the work.
   */
  private Supplier<Fate> fates(Random random) {
    AtomicBoolean first = new AtomicBoolean(true);
    return () -> {
      Fate fate = first.getAndSet(false) ? Fate.LOST : fate(random);
      if (fate != Fate.ANSWERED) {
        failed.incrementAndGet();
      }
      return fate;
    };
  }

  private static Fate fate(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Fate.LOST;
      case 1 -> Fate.ANSWER_LOST;
      case 2 -> Fate.KEPT_LATER;
      default -> Fate.ANSWERED;
    };
  }

  private UnsignedAuditChain newChain(AuditLog log) {
    return UnsignedAuditChain.builder(log).installation("chaos").clock(clock).ids(ids).build();
  }

  private List<UUID> assertOneChain(TenantId tenant) {
    List<AuditEntry> entries = memory.read(tenant, 0, 10_000);
    List<byte[]> headers = entries.stream().map(AuditEntry::header).toList();
    assertThat(NaiveLog.findings(headers)).isEmpty();
    AuditVerification verification = newChain(memory).verify(tenant);
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.intact()).isTrue();
    assertThat(verification.root().hex())
        .isEqualTo(HexFormat.of().formatHex(NaiveTree.root(headers)));
    assertThat(new String(headers.get(0), US_ASCII)).contains("chaos/" + tenant);
    return entries.stream().map(AuditEntry::id).toList();
  }
}
