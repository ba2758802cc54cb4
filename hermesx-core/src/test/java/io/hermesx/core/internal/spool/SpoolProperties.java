// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens, in whatever order: a spool is the list in memory that it stands for. */
class SpoolProperties {

  private static final SpoolLimits LIMITS = new SpoolLimits(64, 2_000, 400);
  private static final List<FragileDisk.Loss> LOSSES = List.of(FragileDisk.Loss.values());

  /** What happens next, and two numbers that say how. */
  record Act(Kind kind, int a, int b) {}

  enum Kind {
    APPEND,
    PEEK,
    REMOVE,
    REOPEN,
    KILL,
    CUT,
    FAIL
  }

  @Property(tries = 3_000)
  void spool_crashes_isTheListOfWhatWasAcknowledged(@ForAll("acts") List<Act> acts)
      throws IOException {
    Run run = new Run(SpoolModel.Disk.HONEST);
    for (Act act : acts) {
      if (act.kind() != Kind.FAIL) {
        run.play(act);
      }
    }
    run.play(new Act(Kind.CUT, 0, 0));
    assertThat(run.damaged).as("a crash is no damage").isFalse();
  }

  @Property(tries = 3_000)
  void spool_crashesAndFailures_isTheListOfWhatWasAcknowledged(@ForAll("acts") List<Act> acts)
      throws IOException {
    Run run = new Run(SpoolModel.Disk.FAILING);
    for (Act act : acts) {
      run.play(act);
    }
    run.play(new Act(Kind.CUT, 1, 1));
  }

  /** One history. */
  private static final class Run {

    private final FragileDisk disk = new FragileDisk();
    private final SpoolModel model;
    private final SplittableRandom random = new SplittableRandom(7);
    private Spool spool;
    private boolean damaged;

    Run(SpoolModel.Disk kind) throws IOException {
      model = new SpoolModel(kind);
      spool = Spool.open(disk, LIMITS, random);
    }

    void play(Act act) throws IOException {
      switch (act.kind()) {
        case APPEND -> append(model.fresh(1 + act.a() % 4, 1 + act.b() % 64));
        case PEEK -> {
          disk.calm();
          model.agree(spool);
        }
        case REMOVE -> remove(Math.min(act.a() + 1, model.waiting()));
        case FAIL -> disk.at(act.a(), FragileDisk.Fate.FAIL);
        case REOPEN -> {
          disk.calm();
          spool.close();
          reopen();
          model.agree(spool);
        }
        case KILL -> {
          disk.kill();
          reopen();
        }
        case CUT -> {
          disk.cut(LOSSES.get(act.a() % LOSSES.size()), new SplittableRandom(act.b()));
          reopen();
        }
      }
      assertThat(disk.segmentOctets()).isLessThanOrEqualTo(LIMITS.totalOctets());
    }

    private void append(List<byte[]> records) {
      try {
        if (spool.append(records) instanceof SpoolAppend.Stored) {
          model.acknowledged(records);
        }
      } catch (SpoolException e) {
        model.attempted(records);
      }
    }

    private void remove(int count) {
      if (count == 0) {
        return;
      }
      try {
        long upTo = spool.peek(count).get(count - 1).position();
        model.removed(count);
        spool.remove(upTo);
      } catch (SpoolException e) {
        assertThat(e).hasRootCauseInstanceOf(IOException.class);
      }
    }

    private void reopen() throws IOException {
      spool = Spool.open(disk, LIMITS, random);
      damaged |= !spool.state().damages().isEmpty();
      model.adopt(spool);
    }
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(12, Kind.APPEND),
            Tuple.of(3, Kind.PEEK),
            Tuple.of(5, Kind.REMOVE),
            Tuple.of(1, Kind.REOPEN),
            Tuple.of(1, Kind.KILL),
            Tuple.of(2, Kind.CUT),
            Tuple.of(2, Kind.FAIL));
    return Combinators.combine(
            kinds, Arbitraries.integers().between(0, 12), Arbitraries.integers().between(0, 1_000))
        .as(Act::new)
        .list()
        .ofMaxSize(60);
  }
}
