// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.internal.spool.FragileDisk.Fate;
import io.hermesx.core.internal.spool.FragileDisk.Loss;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same life of a spool, ended or disturbed at each single call to the disk. */
class SpoolCrashTest {

  private static final SpoolLimits LIMITS = new SpoolLimits(64, 2_000, 400);
  private static final List<Loss> LOSSES = List.of(Loss.values());
  private static final int SEEDS = 6;

  @ParameterizedTest
  @EnumSource(Fate.class)
  void script_disturbedAtEachStep_losesNothingAcknowledged(Fate fate) throws IOException {
    FragileDisk calm = new FragileDisk();
    new Life(calm).live();
    int steps = calm.steps().size();
    assertThat(steps).isGreaterThan(100);
    for (int step = 0; step < steps; step++) {
      for (int seed = 0; seed < SEEDS; seed++) {
        FragileDisk disk = new FragileDisk();
        disk.at(step, fate);
        Life life = new Life(disk);
        life.live();
        life.endAndGoOn(seed);
      }
    }
  }

  /** One life, and what follows it. */
  private static final class Life {

    private final FragileDisk disk;
    private final SpoolModel model = new SpoolModel(SpoolModel.Disk.FAILING);
    private final SplittableRandom random = new SplittableRandom(3);

    Life(FragileDisk disk) {
      this.disk = disk;
    }

    /** Two processes: each fills some segments, takes some of it out and ends as it should. */
    void live() {
      for (int i = 0; i < 2 && !disk.isOff(); i++) {
        try (Spool spool = Spool.open(disk, LIMITS, random)) {
          model.adopt(spool);
          for (int j = 0; j < 6; j++) {
            append(spool, model.fresh(1 + j % 3, 40));
          }
          remove(spool, 5);
          append(spool, model.fresh(2, 9));
          remove(spool, model.waiting() - 2);
          append(spool, model.fresh(3, 64));
        } catch (IOException | SpoolException | PowerCut e) {
          disk.kill();
        }
      }
    }

    /** The power goes, and the one who comes next finds everything, twice. */
    void endAndGoOn(int seed) throws IOException {
      for (int i = 0; i < 2; i++) {
        disk.cut(LOSSES.get(seed % LOSSES.size()), new SplittableRandom(seed + i));
        try (Spool spool = Spool.open(disk, LIMITS, random)) {
          model.adopt(spool);
          append(spool, model.fresh(2, 30));
          model.agree(spool);
          remove(spool, 3);
          model.agree(spool);
        }
      }
    }

    private void append(Spool spool, List<byte[]> records) {
      try {
        if (spool.append(records) instanceof SpoolAppend.Stored) {
          model.acknowledged(records);
        }
      } catch (SpoolException e) {
        model.attempted(records);
      }
    }

    private void remove(Spool spool, int count) {
      int there = Math.min(count, model.waiting());
      if (there > 0) {
        List<SpooledRecord> oldest = spool.peek(there);
        model.removed(there);
        spool.remove(oldest.get(there - 1).position());
      }
    }
  }
}
