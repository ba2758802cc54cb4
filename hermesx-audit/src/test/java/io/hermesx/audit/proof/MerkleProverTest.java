// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.MerkleFrontier;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleProverTest {

  /** Small trees, and those around the places where a level of the tiles begins. */
  private static final List<Integer> EDGES = List.of(255, 256, 257, 511, 512, 513, 767, 1_025);

  private static final int MILLION = 1_000_000;

  @Test
  void inclusion_ofEveryEventOfEverySmallLog_isThatOfTheRecursionAndVerifies() {
    List<Sha256> leaves = NaiveProofs.leaves(300);
    MerkleProver prover = new MerkleProver(new ListedHashes(leaves));
    for (int size = 1; size <= leaves.size(); size++) {
      List<Sha256> some = leaves.subList(0, size);
      Sha256 root = NaiveProofs.root(some);
      assertThat(prover.root(size)).isEqualTo(root);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = prover.inclusion(index, size);
        assertThat(proof.verify(leaves.get(index), root)).isTrue();
        if (size % 17 == 0) {
          assertThat(proof.hashes()).isEqualTo(NaiveProofs.path(index, some));
        }
      }
    }
  }

  @Test
  void inclusion_atTheEdgesOfTiles_isThatOfTheRecursion() {
    List<Sha256> leaves = NaiveProofs.leaves(1_025);
    MerkleProver prover = new MerkleProver(new ListedHashes(leaves));
    for (int size : EDGES) {
      List<Sha256> some = leaves.subList(0, size);
      for (int index : List.of(0, 1, 127, 128, 254, size / 2, size - 2, size - 1)) {
        assertThat(prover.inclusion(index, size))
            .isEqualTo(new InclusionProof(index, size, NaiveProofs.path(index, some)));
      }
    }
  }

  @Test
  void consistency_ofEveryPairOfSmallSizes_isThatOfTheRecursionAndVerifies() {
    List<Sha256> leaves = NaiveProofs.leaves(130);
    MerkleProver prover = new MerkleProver(new ListedHashes(leaves));
    for (int to = 1; to <= leaves.size(); to++) {
      Sha256 later = prover.root(to);
      for (int from = 1; from <= to; from++) {
        ConsistencyProof proof = prover.consistency(from, to);
        assertThat(proof.verify(prover.root(from), later)).isTrue();
        assertThat(proof.hashes()).isEqualTo(NaiveProofs.proof(from, leaves.subList(0, to)));
      }
    }
  }

  @Test
  void consistency_atTheEdgesOfTiles_isThatOfTheRecursion() {
    List<Sha256> leaves = NaiveProofs.leaves(1_025);
    MerkleProver prover = new MerkleProver(new ListedHashes(leaves));
    for (int to : EDGES) {
      for (int from : EDGES.subList(0, EDGES.indexOf(to) + 1)) {
        assertThat(prover.consistency(from, to).hashes())
            .isEqualTo(NaiveProofs.proof(from, leaves.subList(0, to)));
      }
    }
  }

  @Test
  void proof_ofALogOfAMillionEvents_needsSixReadsOfOneTile() {
    List<Sha256> leaves = NaiveProofs.leaves(MILLION);
    ListedHashes hashes = new ListedHashes(leaves);
    Sha256 root = root(leaves);

    InclusionProof inclusion = new MerkleProver(hashes).inclusion(70_000, MILLION);

    assertThat(inclusion.verify(leaves.get(70_000), root)).isTrue();
    assertThat(inclusion.hashes()).hasSize(20);
    assertThat(hashes.reads()).isLessThanOrEqualTo(6);
    assertThat(hashes.most()).isLessThanOrEqualTo(TreeHashes.TILE);
    int before = hashes.reads();

    ConsistencyProof consistency = new MerkleProver(hashes).consistency(777_777, MILLION);

    assertThat(consistency.verify(root(leaves.subList(0, 777_777)), root)).isTrue();
    assertThat(hashes.reads() - before).isLessThanOrEqualTo(6);
  }

  private static Sha256 root(List<Sha256> leaves) {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (Sha256 leaf : leaves) {
      frontier = frontier.append(leaf);
    }
    return frontier.root();
  }

  @Test
  void root_ofNothing_isThatOfTheEmptyTree() {
    ListedHashes none = new ListedHashes(List.of());

    assertThat(new MerkleProver(none).root(0)).isEqualTo(MerkleFrontier.EMPTY.root());
    assertThat(none.reads()).isZero();
  }

  @Test
  void proof_ofWhatIsNotInTheLog_isRefused() {
    MerkleProver prover = new MerkleProver(new ListedHashes(NaiveProofs.leaves(5)));

    assertThatIllegalArgumentException().isThrownBy(() -> prover.root(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> prover.inclusion(0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> prover.inclusion(5, 5))
        .withMessageContaining("0 to 4");
    assertThatIllegalArgumentException().isThrownBy(() -> prover.inclusion(-1, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> prover.consistency(0, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> prover.consistency(5, 4));
  }

  @Test
  void proof_ofALogThatHasFewerHashes_isRefused() {
    MerkleProver prover = new MerkleProver(new ListedHashes(NaiveProofs.leaves(299)));

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> prover.inclusion(1, 300))
        .withMessageContaining("level 0 from 256 on, found 43");
  }
}
