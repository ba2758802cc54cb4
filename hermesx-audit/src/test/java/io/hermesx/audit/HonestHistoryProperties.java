// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.Crossroads.Point;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Two processes do what processes do, in any order and in between each other: they append, sign,
 * stop and start, get new keys as the guide says, or wrong ones that are undone; the anchor goes
 * away and comes back, commits come late. Whoever verifies what is left finds nothing wrong.
 */
class HonestHistoryProperties {

  private static final List<TenantId> TENANTS =
      List.of(History.ACME, History.OTHER, TenantId.named("third"));
  private static final List<Point> POINTS = List.copyOf(EnumSet.allOf(Point.class));
  private static final int LAST_GENERATION = 2;
  private static final int WRONG = 3;

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void anyHonestHistory_verifies(
      @ForAll @Size(min = 5, max = 24) List<@IntRange(min = 0, max = 4095) Integer> steps)
      throws IOException {
    Path folder = Files.createTempDirectory("history");
    try {
      Installation installation = new Installation(folder.resolve("anchors"));
      steps.forEach(installation::step);
      installation.settle();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Two processes, and which keys the operator gives them. */
  private static final class Installation {

    private final MemoryAuditLog log = new MemoryAuditLog();
    private final History history;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CheckpointAnchor file;
    private final CheckpointAnchor authority;
    private final OneProcess one;
    private final OneProcess two;
    private int generation;
    private boolean rotating;

    Installation(Path anchors) {
      history = new History(log, anchors);
      CheckpointAnchor real = history.file();
      authority = history.authority(() -> {});
      file =
          new CheckpointAnchor() {
            @Override
            public String name() {
              return real.name();
            }

            @Override
            public byte[] anchor(byte[] checkpoint, ConsistencyProofs proofs) {
              if (away.get()) {
                throw new AnchorException("the file is away");
              }
              return real.anchor(checkpoint, proofs);
            }
          };
      one = new OneProcess();
      two = new OneProcess();
      history.append(one.chain, History.ACME);
      one.chain.checkpoint();
    }

    /** Four bits say what happens, the others to whom and when. */
    void step(int number) {
      OneProcess process = (number >> 5) % 2 == 0 ? one : two;
      OneProcess other = process == one ? two : one;
      TenantId tenant = TENANTS.get((number >> 6) % TENANTS.size());
      Point point = POINTS.get((number >> 8) % POINTS.size());
      history.clock().advance(Duration.ofSeconds(1));
      switch (number % 16) {
        case 0, 1, 2 -> append(process, tenant);
        case 3, 4 -> process.chain.checkpoint();
        case 5 -> heartbeat(process);
        case 6 -> process.start();
        case 7 -> rotate(process);
        case 8 -> takeOldKeysOut();
        case 9 -> appendLate(process, tenant);
        case 10, 11 -> process.points.at(point, other.chain::checkpoint);
        case 12 -> process.points.at(point, () -> append(other, tenant));
        case 13 -> away.set(!away.get());
        case 14 -> startWithWrongKeys(tenant);
        default -> process.points.at(point, process::fail);
      }
    }

    private void heartbeat(OneProcess process) {
      history.clock().advance(Duration.ofMinutes(1));
      process.chain.checkpoint();
    }

    /** The other process goes on with the old keys until it is started again. */
    private void rotate(OneProcess process) {
      if (!rotating && generation < LAST_GENERATION) {
        generation++;
        rotating = true;
        process.start();
      }
    }

    private void takeOldKeysOut() {
      if (rotating) {
        one.start();
        two.start();
        one.chain.checkpoint();
        if (one.chain.status().failures().isEmpty()) {
          rotating = false;
          one.start();
          two.start();
        }
      }
    }

    private void appendLate(OneProcess process, TenantId tenant) {
      process.commits.breakOff();
      append(process, tenant);
    }

    /** As the contract says: where there was no answer, the same event again. */
    private void append(OneProcess process, TenantId tenant) {
      PreparedEvent event = history.event(process.chain, tenant);
      for (boolean answered = false; !answered; ) {
        try {
          process.chain.append(event);
          answered = true;
        } catch (StoreException | SignerStateException e) {
          // each of these happens once
        }
      }
    }

    private void startWithWrongKeys(TenantId tenant) {
      SignedAuditChain wrong = history.processWithoutAnchor(log, WRONG).build();
      history.append(wrong, tenant);
      wrong.checkpoint();
    }

    /** Everything works again, and a round says that nothing is in the way. */
    void settle() {
      away.set(false);
      one.start();
      two.start();
      for (int i = 0; i < 3; i++) {
        history.clock().advance(Duration.ofMinutes(11));
        one.chain.checkpoint();
      }
      assertThat(one.chain.status().failures()).isEmpty();
      assertThat(one.chain.status().anchors())
          .allSatisfy(anchor -> assertThat(anchor.failure()).isEmpty());
      history.assertVerifies(generation);
    }

    /** One process. It has the keys of the moment it was started. */
    private final class OneProcess {

      private final Crossroads points = new Crossroads(taken);
      private final LateCommits commits = new LateCommits(log);
      private SignedAuditChain chain = build();

      void start() {
        points.clear();
        chain = build();
      }

      private SignedAuditChain build() {
        return history
            .processWithoutAnchor(points.on(commits), generation)
            .state(points.on(history.state()))
            .retiring(rotating ? history.keys(generation - 1) : List.of())
            .anchor(file, Duration.ZERO)
            .anchor(authority, Duration.ofMinutes(10))
            .build();
      }

      /** It is stopped in the middle of something: whatever is under way there ends. */
      void fail() {
        throw new SignerStateException("the process ends here");
      }
    }
  }
}
