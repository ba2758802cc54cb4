// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Gaps of writers are found whether their counters fit into memory or not. */
class SpilledCountersTest {

  @Property(tries = 300)
  void gaps_ofAnyWriters_areThoseThatCountersInMemoryHave(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Long> reference = new HashMap<>();
    boolean unread = false;
    Set<Long> expected = new TreeSet<>();
    Set<Long> found = new TreeSet<>();
    try (SpilledCounters counters = new SpilledCounters(1 + random.nextInt(5))) {
      for (long seq = 0; seq < 200; seq++) {
        if (random.nextInt(80) == 0) {
          counters.forget();
          reference.clear();
          unread = true;
        }
        String writer = "w" + random.nextInt(1 + random.nextInt(12));
        Long before = reference.get(writer);
        long next = before == null ? 0 : before + 1;
        long counter = random.nextInt(6) == 0 ? next + random.nextInt(3) : next;
        boolean continues = before == null ? unread || counter == 0 : counter == next;
        if (counters.isContinued(writer, counter) && random.nextBoolean()) {
          assertThat(continues).isTrue();
          counters.passed(writer, counter);
        } else if (!counters.next(writer, counter, seq)) {
          found.add(seq);
        }
        reference.put(writer, counter);
        if (!continues) {
          expected.add(seq);
        }
      }
      counters.gaps(found::add);
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void gaps_behindMoreWritersThanFit_areToldOnceInTheEnd() {
    try (SpilledCounters counters = new SpilledCounters(2)) {
      for (int i = 0; i < 10; i++) {
        assertThat(counters.next("w" + i, 0, i)).isTrue();
      }
      counters.next("w0", 1, 10);
      counters.next("w1", 5, 11);
      counters.next("new", 7, 12);
      Set<Long> found = new TreeSet<>();

      counters.gaps(seq -> assertThat(found.add(seq)).isTrue());

      assertThat(found).containsExactly(11L, 12L);
    }
  }
}
