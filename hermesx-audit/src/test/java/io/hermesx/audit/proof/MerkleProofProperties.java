// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.MerkleFrontier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MerkleProofProperties {

  private static final int MOST = 3_000;
  private static final List<Sha256> LEAVES = NaiveProofs.leaves(MOST);
  private static final MerkleProver PROVER = new MerkleProver(new ListedHashes(LEAVES));

  @Property(tries = 300)
  void inclusion_ofAnyEvent_isThatOfTheRecursion(
      @ForAll @IntRange(min = 1, max = MOST) int size,
      @ForAll @IntRange(max = MOST - 1) int event) {
    int index = event % size;
    List<Sha256> leaves = LEAVES.subList(0, size);

    InclusionProof proof = PROVER.inclusion(index, size);

    assertThat(proof.hashes()).isEqualTo(NaiveProofs.path(index, leaves));
    assertThat(proof.verify(LEAVES.get(index), NaiveProofs.root(leaves))).isTrue();
  }

  @Property(tries = 300)
  void consistency_ofAnyTwoSizes_isThatOfTheRecursion(
      @ForAll @IntRange(min = 1, max = MOST) int one,
      @ForAll @IntRange(min = 1, max = MOST) int two) {
    int from = Math.min(one, two);
    int to = Math.max(one, two);
    List<Sha256> leaves = LEAVES.subList(0, to);

    ConsistencyProof proof = PROVER.consistency(from, to);

    assertThat(proof.hashes()).isEqualTo(NaiveProofs.proof(from, leaves));
    assertThat(proof.verify(frontier(from).root(), NaiveProofs.root(leaves))).isTrue();
  }

  private static MerkleFrontier frontier(int size) {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (Sha256 leaf : LEAVES.subList(0, size)) {
      frontier = frontier.append(leaf);
    }
    return frontier;
  }

  /** In a tree of any size: with one leaf over and over, complete subtrees need no leaves. */
  @Property(tries = 500)
  void proofs_ofALogOfAnySize_verifyAndNeedFewReads(
      @ForAll @LongRange(min = 1) long size,
      @ForAll @LongRange(min = 0) long event,
      @ForAll @LongRange(min = 0) long earlier) {
    EvenHashes hashes = new EvenHashes();
    MerkleProver prover = new MerkleProver(hashes);
    Sha256 root = EvenHashes.frontier(size).root();
    long index = event % size;
    long from = 1 + earlier % size;

    InclusionProof inclusion = prover.inclusion(index, size);
    assertThat(hashes.reads).isLessThanOrEqualTo(16);
    hashes.reads = 0;
    ConsistencyProof consistency = prover.consistency(from, size);
    assertThat(hashes.reads).isLessThanOrEqualTo(16);

    assertThat(prover.root(size)).isEqualTo(root);
    assertThat(inclusion.hashes()).hasSizeLessThanOrEqualTo(63);
    assertThat(inclusion.verify(EvenHashes.complete(0), root)).isTrue();
    assertThat(consistency.hashes()).hasSizeLessThanOrEqualTo(64);
    assertThat(consistency.verify(EvenHashes.frontier(from).root(), root)).isTrue();
  }

  /** The hashes of a log of one event over and over. */
  private static final class EvenHashes implements TreeHashes {

    private static final List<Sha256> COMPLETE = new ArrayList<>(List.of(NaiveProofs.leaf(0)));

    private int reads;

    static Sha256 complete(int height) {
      while (COMPLETE.size() <= height) {
        Sha256 below = COMPLETE.get(COMPLETE.size() - 1);
        COMPLETE.add(Sha256.raw(new byte[] {1}, below.octets(), below.octets()));
      }
      return COMPLETE.get(height);
    }

    static MerkleFrontier frontier(long size) {
      List<Sha256> nodes = new ArrayList<>();
      for (int height = 62; height >= 0; height--) {
        if ((size >>> height & 1) == 1) {
          nodes.add(complete(height));
        }
      }
      return MerkleFrontier.of(size, nodes);
    }

    @Override
    public List<Sha256> leaves(long from, int count) {
      return nodes(0, from, count);
    }

    @Override
    public List<Sha256> nodes(int level, long from, int count) {
      assertThat(count).isBetween(1, TILE);
      assertThat(from).isNotNegative();
      reads++;
      return Collections.nCopies(count, complete(8 * level));
    }
  }
}
