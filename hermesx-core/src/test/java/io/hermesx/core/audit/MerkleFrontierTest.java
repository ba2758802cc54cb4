// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.MerkleTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleFrontierTest {

  /** The tree that implementations of RFC 6962 share as their example. */
  private static final List<String> ENTRIES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static final Sha256 LEAF = MerkleTree.leaf(new byte[0]);

  @Test
  void root_ofTheSharedExample_isTheKnownOneAtEverySize() {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    List<String> roots = new ArrayList<>(List.of(frontier.root().hex()));
    for (String entry : ENTRIES) {
      frontier = frontier.append(MerkleTree.leaf(HexFormat.of().parseHex(entry)));
      roots.add(frontier.root().hex());
    }

    assertThat(roots).isEqualTo(ROOTS);
    assertThat(frontier.size()).isEqualTo(8);
    assertThat(frontier.nodes()).containsExactly(frontier.root());
  }

  @Test
  void append_toAFrontier_leavesItAsItWas() {
    MerkleFrontier one = MerkleFrontier.EMPTY.append(LEAF);
    one.append(LEAF);

    assertThat(one.size()).isEqualTo(1);
    assertThat(one.nodes()).containsExactly(LEAF);
    assertThat(MerkleFrontier.EMPTY.size()).isZero();
  }

  @Test
  void of_nodesThatDoNotFitTheSize_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleFrontier.of(-1, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleFrontier.of(0, List.of(LEAF)));
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleFrontier.of(3, List.of(LEAF)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MerkleFrontier.of(4, List.of(LEAF, LEAF)))
        .withMessageContaining("has 1 nodes, found 2");
  }

  @Test
  void append_toTheLargestTree_isRefused() {
    MerkleFrontier largest = MerkleFrontier.of(Long.MAX_VALUE, Collections.nCopies(63, LEAF));

    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> largest.append(LEAF));
  }

  @Test
  void equals_sizeAndNodes_decide() {
    MerkleFrontier one = MerkleFrontier.EMPTY.append(LEAF);

    assertThat(one).isEqualTo(MerkleFrontier.of(1, List.of(LEAF))).hasSameHashCodeAs(one);
    assertThat(one).isNotEqualTo(MerkleFrontier.of(2, List.of(LEAF)));
    assertThat(one)
        .isNotEqualTo(
            MerkleFrontier.of(1, List.of(LEAF).stream().map(l -> MerkleTree.node(l, l)).toList()));
    assertThat(one.toString()).contains("size=1", LEAF.hex());
  }
}
