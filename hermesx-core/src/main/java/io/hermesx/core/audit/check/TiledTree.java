// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.MerkleFrontier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Merkle tree that grows leaf by leaf and keeps its right edge, in steps of eight levels: the
 * edges of one unfinished tile on each (C2SP tlog-tiles). One above the other they are the frontier
 * of the whole tree, and the tile that a leaf completes has its node to be compared. Not
 * thread-safe.
 */
final class TiledTree {

  private static final int WIDTH = 256;

  private final List<MerkleFrontier> tiles = new ArrayList<>(); // the lowest first
  private final List<Sha256> completed = new ArrayList<>();
  private long size;

  void append(Sha256 leaf) {
    completed.clear();
    size++;
    Optional<Sha256> node = Optional.of(leaf);
    for (int level = 0; node.isPresent(); level++) {
      node = append(level, node.get());
      node.ifPresent(completed::add);
    }
  }

  /** Returns the node of the tile if this completes it. */
  private Optional<Sha256> append(int level, Sha256 node) {
    if (level == tiles.size()) {
      tiles.add(MerkleFrontier.EMPTY);
    }
    MerkleFrontier tile = tiles.get(level).append(node);
    boolean full = tile.size() == WIDTH;
    tiles.set(level, full ? MerkleFrontier.EMPTY : tile);
    return full ? Optional.of(tile.root()) : Optional.empty();
  }

  long size() {
    return size;
  }

  /** The nodes of the tiles that the last leaf completed: level 1, then 2, and so on. */
  List<Sha256> completed() {
    return completed;
  }

  MerkleFrontier frontier() {
    List<Sha256> nodes = new ArrayList<>();
    for (int level = tiles.size() - 1; level >= 0; level--) {
      nodes.addAll(tiles.get(level).nodes());
    }
    return MerkleFrontier.of(size, nodes);
  }
}
