// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is one bit away from a proof is none, and neither is one of another shape. */
class ProofMutationTest {

  private static final List<Sha256> LEAVES = NaiveProofs.leaves(70);
  private static final MerkleProver PROVER = new MerkleProver(new ListedHashes(LEAVES));

  @Test
  void inclusion_anySingleBitOfAnyHash_decides() {
    for (int size : List.of(1, 2, 3, 7, 8, 9, 33, 70)) {
      Sha256 root = PROVER.root(size);
      for (int index : List.of(0, size / 2, size - 1)) {
        InclusionProof proof = PROVER.inclusion(index, size);
        Sha256 leaf = LEAVES.get(index);

        assertThat(proof.verify(leaf, root)).isTrue();
        eachBit(leaf, other -> proof.verify(other, root));
        eachBit(root, other -> proof.verify(leaf, other));
        eachHash(
            proof.hashes(),
            other -> new InclusionProof(proof.index(), size, other).verify(leaf, root));
      }
    }
  }

  @Test
  void inclusion_anotherIndexOrLength_isRefused() {
    for (int size = 1; size <= 70; size++) {
      Sha256 root = PROVER.root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = PROVER.inclusion(index, size);
        Sha256 leaf = LEAVES.get(index);
        for (long other = -1; other <= size; other++) {
          assertThat(new InclusionProof(other, size, proof.hashes()).verify(leaf, root))
              .isEqualTo(other == index);
        }
        for (List<Sha256> other : otherLengths(proof.hashes(), leaf)) {
          assertThat(new InclusionProof(index, size, other).verify(leaf, root)).isFalse();
        }
      }
    }
  }

  @Test
  void inclusion_numbersThatNoTreeHas_areRefused() {
    Sha256 leaf = LEAVES.get(0);
    for (long number : List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE)) {
      assertThat(new InclusionProof(number, 0, List.of()).verify(leaf, leaf)).isFalse();
      assertThat(new InclusionProof(number, -1, List.of()).verify(leaf, leaf)).isFalse();
      assertThat(new InclusionProof(number, Long.MIN_VALUE, List.of()).verify(leaf, leaf))
          .isFalse();
      assertThat(new InclusionProof(number, Long.MAX_VALUE, List.of()).verify(leaf, leaf))
          .isFalse();
      assertThat(new InclusionProof(number, 1, List.of()).verify(leaf, leaf))
          .isEqualTo(number == 0);
    }
  }

  @Test
  void consistency_anySingleBitOfAnyHash_decides() {
    for (int to : List.of(1, 2, 3, 8, 9, 33, 70)) {
      Sha256 later = PROVER.root(to);
      for (int from : List.of(1, (to + 1) / 2, to)) {
        ConsistencyProof proof = PROVER.consistency(from, to);
        Sha256 earlier = PROVER.root(from);

        assertThat(proof.verify(earlier, later)).isTrue();
        eachBit(earlier, other -> proof.verify(other, later));
        eachBit(later, other -> proof.verify(earlier, other));
        eachHash(
            proof.hashes(), other -> new ConsistencyProof(from, to, other).verify(earlier, later));
      }
    }
  }

  @Test
  void consistency_anotherSizeLengthOrOrderOfRoots_isRefused() {
    for (int to = 1; to <= 40; to++) {
      Sha256 later = PROVER.root(to);
      for (int from = 1; from <= to; from++) {
        ConsistencyProof proof = PROVER.consistency(from, to);
        Sha256 earlier = PROVER.root(from);
        assertThat(proof.verify(later, earlier)).as("swapped roots").isEqualTo(from == to);
        for (int other = 1; other < to; other++) {
          boolean verified = new ConsistencyProof(other, to, proof.hashes()).verify(earlier, later);
          assertThat(verified).as("%s as %s of %s", from, other, to).isEqualTo(other == from);
        }
        for (List<Sha256> other : otherLengths(proof.hashes(), earlier)) {
          assertThat(new ConsistencyProof(from, to, other).verify(earlier, later)).isFalse();
        }
      }
    }
  }

  @Test
  void consistency_withTheEmptyTreeOrBackwards_isRefused() {
    Sha256 empty = PROVER.root(0);
    Sha256 root = PROVER.root(5);

    assertThat(new ConsistencyProof(0, 5, List.of()).verify(empty, root)).isFalse();
    assertThat(new ConsistencyProof(0, 5, List.of(root)).verify(empty, root)).isFalse();
    assertThat(new ConsistencyProof(0, 0, List.of()).verify(empty, empty)).isFalse();
    assertThat(new ConsistencyProof(5, 0, List.of()).verify(root, empty)).isFalse();
    assertThat(new ConsistencyProof(5, 4, List.of()).verify(root, root)).isFalse();
    assertThat(new ConsistencyProof(-1, 5, List.of()).verify(root, root)).isFalse();
    assertThat(new ConsistencyProof(5, 5, List.of()).verify(root, root)).isTrue();
    assertThat(new ConsistencyProof(5, 5, List.of(root)).verify(root, root)).isFalse();
  }

  private static void eachHash(List<Sha256> hashes, Predicate<List<Sha256>> verifies) {
    for (int i = 0; i < hashes.size(); i++) {
      int place = i;
      eachBit(
          hashes.get(i),
          other -> {
            List<Sha256> changed = new ArrayList<>(hashes);
            changed.set(place, other);
            return verifies.test(changed);
          });
    }
  }

  private static void eachBit(Sha256 hash, Predicate<Sha256> verifies) {
    for (int bit = 0; bit < 8 * Sha256.LENGTH; bit++) {
      byte[] octets = hash.octets();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifies.test(Sha256.wrap(octets))).as("bit %s", bit).isFalse();
    }
  }

  private static List<List<Sha256>> otherLengths(List<Sha256> hashes, Sha256 more) {
    List<Sha256> behind = new ArrayList<>(hashes);
    behind.add(more);
    List<Sha256> before = new ArrayList<>(hashes);
    before.add(0, more);
    List<Sha256> many = new ArrayList<>(Collections.nCopies(70, more));
    many.addAll(hashes);
    List<List<Sha256>> all = new ArrayList<>(List.of(behind, before, many));
    for (int length = 0; length < hashes.size(); length++) {
      all.add(hashes.subList(0, length));
      all.add(hashes.subList(hashes.size() - length, hashes.size()));
    }
    return all;
  }
}
