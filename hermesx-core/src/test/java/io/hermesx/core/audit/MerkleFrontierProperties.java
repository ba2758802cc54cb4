// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.format.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MerkleFrontierProperties {

  @Property(tries = 200)
  void root_ofAnySize_isThatOfTheRecursion(
      @ForAll @Size(max = 300) List<byte @Size(max = 40) []> entries) {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (byte[] entry : entries) {
      frontier = frontier.append(MerkleTree.leaf(entry));
    }

    assertThat(frontier.size()).isEqualTo(entries.size());
    assertThat(frontier.root().octets()).isEqualTo(NaiveTree.root(entries));
  }

  @Property(tries = 100)
  void append_fromAStoredFrontier_goesOnAsIfNeverStored(
      @ForAll @IntRange(max = 200) int before, @ForAll @IntRange(max = 200) int after) {
    List<byte[]> entries = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (int i = 0; i < before + after; i++) {
      if (i == before) {
        frontier = MerkleFrontier.of(frontier.size(), List.copyOf(frontier.nodes()));
      }
      entries.add(new byte[] {(byte) i, (byte) (i >> 8)});
      frontier = frontier.append(MerkleTree.leaf(entries.get(i)));
      assertThat(frontier.nodes()).hasSize(Long.bitCount(frontier.size()));
    }

    assertThat(frontier.root().octets()).isEqualTo(NaiveTree.root(entries));
  }
}
