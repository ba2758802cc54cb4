// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The hashes of a log in files.
 *
 * @param files the files
 * @param size how many events the log has
 */
record StoredTiles(TileFiles files, long size) implements TreeHashes {

  @Override
  public List<Sha256> leaves(long from, int count) {
    return nodes(0, from, count);
  }

  @Override
  public List<Sha256> nodes(int level, long from, int count) {
    long there = size >>> 8 * level;
    List<Sha256> hashes = new ArrayList<>(count);
    for (long at = from; at < Math.min(from + count, there); at = from + hashes.size()) {
      long index = at / TILE;
      int width = (int) Math.min(TILE, there - index * TILE);
      int start = (int) (at % TILE);
      int end = (int) Math.min(width, from + count - index * TILE);
      hashes.addAll(tile(TilePath.hashes(level, index, width)).subList(start, end));
    }
    return hashes;
  }

  private List<Sha256> tile(TilePath path) {
    byte[] octets = files.require(path);
    boolean isFull = octets.length == TILE * Sha256.LENGTH;
    if (!isFull && octets.length != path.width() * Sha256.LENGTH) {
      throw new HermesException(
          "the tile "
              + path
              + " of "
              + files.folder()
              + " has "
              + octets.length
              + " octets, allowed: "
              + path.width() * Sha256.LENGTH);
    }
    List<Sha256> hashes = new ArrayList<>();
    for (int i = 0; i < path.width(); i++) {
      hashes.add(
          Sha256.wrap(Arrays.copyOfRange(octets, i * Sha256.LENGTH, (i + 1) * Sha256.LENGTH)));
    }
    return hashes;
  }

  static byte[] format(List<Sha256> hashes) {
    byte[] octets = new byte[hashes.size() * Sha256.LENGTH];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i).octets(), 0, octets, i * Sha256.LENGTH, Sha256.LENGTH);
    }
    return octets;
  }
}
