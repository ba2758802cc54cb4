// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.proof.InclusionProof;
import io.hermesx.audit.proof.InclusionReceipt;
import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the receipt of one event: its inclusion proof under the last checkpoint that counts it.
 */
final class ProveCommand {

  private final InputStream in;
  private final PrintStream out;

  ProveCommand(InputStream in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  Outcome run(List<String> words) throws IOException {
    List<String> operands =
        CommandLine.read(words, Set.of(), Set.of()).operands(2, "the id of an event and a bundle");
    UUID event = VerifierCommand.tenant("the event", operands.get(0));
    try (LeafFile leaves = new LeafFile();
        InputStream bundle = BundleFile.open(operands.get(1), in)) {
      EventSearch search = new EventSearch(event, leaves);
      BlockReader lines = new LineByLine(new BundleLine(Optional.empty()));
      new BundleStream(() -> lines, 1, octets -> {}).read(bundle, search);
      out.write(receipt(search, leaves).octets());
    }
    return Outcome.OK;
  }

  private static InclusionReceipt receipt(EventSearch search, LeafFile leaves) {
    if (search.place().isEmpty()) {
      throw new BundleRefusedException("the bundle has no event of this id: " + search.event());
    }
    SignedCheckpoint checkpoint =
        search
            .checkpoint()
            .orElseThrow(
                () ->
                    new BundleRefusedException(
                        "no checkpoint in the bundle counts the event; export it again later"));
    long size = checkpoint.checkpoint().size();
    MerkleProver prover = new MerkleProver(leaves);
    InclusionProof proof = prover.inclusion(search.place().getAsLong(), size);
    Sha256 leaf = leaves.leaves(search.place().getAsLong(), 1).get(0);
    if (!proof.verify(leaf, checkpoint.checkpoint().root())) {
      throw new BundleRefusedException(
          "the last checkpoint is not that of the events; verify the bundle");
    }
    return new InclusionReceipt(proof, checkpoint);
  }
}
