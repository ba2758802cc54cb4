// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * The entries of a log in files.
 *
 * @param files the files
 * @param size how many events the log has
 */
record StoredBundles(TileFiles files, long size) implements LogEntries {

  @Override
  public List<byte[]> read(long from, int count) {
    long end = Math.min(from + count, size);
    List<byte[]> entries = new ArrayList<>();
    for (long at = from; at < end; at = from + entries.size()) {
      long index = at / TreeHashes.TILE;
      long first = index * TreeHashes.TILE;
      int width = (int) Math.min(TreeHashes.TILE, size - first);
      List<byte[]> bundle = bundle(index, width);
      entries.addAll(bundle.subList((int) (at - first), (int) Math.min(width, end - first)));
    }
    return entries;
  }

  private List<byte[]> bundle(long index, int width) {
    TilePath path = TilePath.entries(index, width);
    return files
        .find(path)
        .map(octets -> TileBundle.parse(octets, width))
        .orElseGet(() -> TileBundle.parse(files.require(path), TreeHashes.TILE));
  }
}
