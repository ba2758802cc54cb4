// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.MerkleTree;
import java.util.List;

/**
 * Writes a log to files. Good for one run.
 *
 * <p>A tile is written after the tiles that its hashes are made of, and only if they are: so what
 * is in the folder is right whenever the run ends, and no more than a tile of each level is in
 * memory.
 */
final class TileExport {

  private final TileFiles files;
  private final SignedCheckpoint signed;
  private final Checkpoint checkpoint;
  private final TreeHashes hashes;
  private final LogEntries entries;

  TileExport(TileFiles files, SignedCheckpoint signed, TreeHashes hashes, LogEntries entries) {
    this.files = files;
    this.signed = signed;
    this.checkpoint = signed.checkpoint();
    this.hashes = hashes;
    this.entries = entries;
  }

  void run() {
    requireContinued();
    requireRoot(checkpoint);
    for (int level = 0; level < Long.BYTES && checkpoint.size() >>> 8 * level > 0; level++) {
      long there = checkpoint.size() >>> 8 * level;
      int width = (int) (there % TreeHashes.TILE);
      if (width > 0) {
        write(level, there / TreeHashes.TILE, width);
      }
    }
    files.replace(TileFiles.CHECKPOINT, signed.format().getBytes(UTF_8));
  }

  /** The folder's checkpoint is only ever followed by one that continues it. */
  private void requireContinued() {
    files
        .find(TileFiles.CHECKPOINT)
        .map(octets -> SignedCheckpoint.parse(octets).checkpoint())
        .ifPresent(
            earlier -> {
              if (!earlier.origin().equals(checkpoint.origin())
                  || earlier.size() > checkpoint.size()) {
                throw new HermesException(
                    "the folder "
                        + files.folder()
                        + " has the checkpoint of "
                        + earlier.origin()
                        + " at size "
                        + earlier.size()
                        + ", which one of "
                        + checkpoint.origin()
                        + " at size "
                        + checkpoint.size()
                        + " does not continue; write to another folder");
              }
              requireRoot(earlier);
            });
  }

  private void requireRoot(Checkpoint at) {
    Sha256 root = new MerkleProver(hashes).root(at.size());
    if (!root.equals(at.root())) {
      throw contradiction("the root at size " + at.size(), root, at.root());
    }
  }

  /** Writes a tile and all that is below it, but for what a partial tile has beside it. */
  private List<Sha256> write(int level, long index, int width) {
    long first = index * TreeHashes.TILE;
    List<Sha256> tile =
        level == 0 ? hashes.leaves(first, width) : hashes.nodes(level, first, width);
    if (tile.size() != width) {
      throw new HermesException(
          "a tile of level " + level + " has " + tile.size() + " hashes, expected: " + width);
    }
    if (level == 0) {
      writeEntries(index, tile);
    } else {
      for (int i = 0; i < width; i++) {
        Sha256 root = TileHashes.complete(write(level - 1, first + i, TreeHashes.TILE));
        if (!root.equals(tile.get(i))) {
          throw contradiction("node " + (first + i) + " of level " + level, root, tile.get(i));
        }
      }
    }
    files.put(TilePath.hashes(level, index, width), StoredTiles.format(tile));
    return tile;
  }

  private void writeEntries(long index, List<Sha256> leaves) {
    long first = index * TreeHashes.TILE;
    List<byte[]> bundle = entries.read(first, leaves.size());
    if (bundle.size() != leaves.size()) {
      throw new HermesException(
          "a log has "
              + bundle.size()
              + " entries from "
              + first
              + " on, expected: "
              + leaves.size());
    }
    for (int i = 0; i < leaves.size(); i++) {
      Sha256 leaf = MerkleTree.leaf(bundle.get(i));
      if (!leaf.equals(leaves.get(i))) {
        throw contradiction("leaf " + (first + i), leaf, leaves.get(i));
      }
    }
    files.put(TilePath.entries(index, leaves.size()), TileBundle.format(bundle));
  }

  private HermesException contradiction(String what, Sha256 computed, Sha256 found) {
    return new HermesException(
        what
            + " of "
            + checkpoint.origin()
            + " is "
            + computed
            + " by what is below it, found "
            + found
            + "; verify the log");
  }
}
