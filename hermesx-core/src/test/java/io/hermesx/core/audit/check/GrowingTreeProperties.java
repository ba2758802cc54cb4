// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A tree that is put together from stretches is the tree that grows leaf by leaf. */
class GrowingTreeProperties {

  @Property(tries = 60)
  void tree_ofStretchesOfAnyLength_isThatOfItsLeaves(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int size) {
    Random random = new Random(seed);
    MerkleFrontier expected = MerkleFrontier.EMPTY;
    List<AuditNode> expectedNodes = new ArrayList<>();
    GrowingTree tree = new GrowingTree();
    List<AuditNode> nodes = new ArrayList<>();
    GrowingTree stretch = new GrowingTree();
    for (int i = 0; i < size; i++) {
      Sha256 leaf = Sha256.raw(ByteBuffer.allocate(4).putInt(i).array());
      expected = expected.append(leaf, expectedNodes::add);
      stretch.append(leaf.octets(), node -> {});
      if ((i + 1) % AuditNode.WIDTH == 0 || random.nextInt(100) == 0 || i == size - 1) {
        stretch.subtrees().appendTo(tree, nodes::add);
        stretch.begin(i + 1);
        assertThat(tree.frontier()).isEqualTo(expected);
      }
    }
    assertThat(nodes).isEqualTo(expectedNodes);
    assertThat(tree.end()).isEqualTo(size);
  }
}
