// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.MerkleTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hashes of a tree of one size, read a tile at a time and each tile once. A proof needs the
 * tiles on the way to its leaf and those on the right edge: at most two for each eight levels. Good
 * for one proof; not thread-safe.
 */
final class TileHashes {

  private static final int STEP = 8; // levels of the tree that one tile spans

  private final TreeHashes source;
  private final long size;
  private final Map<Place, List<Sha256>> tiles = new HashMap<>();

  /** Where a tile is: its level, counted in steps of eight, and its place on that level. */
  private record Place(int level, long index) {}

  TileHashes(TreeHashes source, long size) {
    this.source = source;
    this.size = size;
  }

  /** The Merkle tree hash over the leaves of {@code [start, end)}, at least one. */
  Sha256 root(long start, long end) {
    long length = end - start;
    if (Long.bitCount(length) == 1) {
      return complete(Long.numberOfTrailingZeros(length), start);
    }
    long left = split(length);
    return MerkleTree.node(root(start, start + left), root(start + left, end));
  }

  /** The largest power of two that is smaller than a length of 2 or more. */
  static long split(long length) {
    return Long.highestOneBit(length - 1);
  }

  /** The root of a complete subtree, from the hashes of the nearest level that is stored. */
  private Sha256 complete(int height, long start) {
    int level = height / STEP;
    int width = 1 << height % STEP;
    long first = start >>> STEP * level;
    List<Sha256> tile = tile(level, first / TreeHashes.TILE);
    int offset = (int) (first % TreeHashes.TILE);
    return complete(tile.subList(offset, offset + width));
  }

  /** The root of a complete subtree over hashes, whose number is a power of two. */
  static Sha256 complete(List<Sha256> hashes) {
    List<Sha256> row = hashes;
    while (row.size() > 1) {
      row = above(row);
    }
    return row.get(0);
  }

  private static List<Sha256> above(List<Sha256> row) {
    List<Sha256> above = new ArrayList<>(row.size() / 2);
    for (int i = 0; i < row.size(); i += 2) {
      above.add(MerkleTree.node(row.get(i), row.get(i + 1)));
    }
    return above;
  }

  /** A tile as wide as it is in a tree of this size. */
  List<Sha256> tile(int level, long index) {
    return tiles.computeIfAbsent(new Place(level, index), this::read);
  }

  private List<Sha256> read(Place place) {
    long from = place.index * TreeHashes.TILE;
    int count = (int) Math.min(TreeHashes.TILE, (size >>> STEP * place.level) - from);
    List<Sha256> hashes =
        place.level == 0 ? source.leaves(from, count) : source.nodes(place.level, from, count);
    if (hashes.size() != count) {
      throw new HermesException(
          "a log of "
              + size
              + " events has "
              + count
              + " hashes of level "
              + place.level
              + " from "
              + from
              + " on, found "
              + hashes.size()
              + "; verify the log, something is missing");
    }
    return List.copyOf(hashes);
  }
}
