// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import java.util.Locale;

/**
 * Where C2SP tlog-tiles keeps a tile: {@code tile/<level>/<index>}, with {@code .p/<width>} behind
 * it if the tile is not full.
 *
 * @param level {@code 0} to {@code 7}, or {@code entries}
 * @param index the place of the tile on its level
 * @param width how many hashes or entries it has, 1 to 256
 */
record TilePath(String level, long index, int width) {

  static TilePath hashes(int level, long index, int width) {
    return new TilePath(Integer.toString(level), index, width);
  }

  static TilePath entries(long index, int width) {
    return new TilePath("entries", index, width);
  }

  TilePath full() {
    return new TilePath(level, index, TreeHashes.TILE);
  }

  /** The path below the folder of the log, such as {@code tile/0/x001/x234/067.p/8}. */
  @Override
  public String toString() {
    StringBuilder digits = new StringBuilder(part(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      digits.insert(0, "x" + part(rest % 1000) + "/");
    }
    return "tile/" + level + "/" + digits + (width < TreeHashes.TILE ? ".p/" + width : "");
  }

  private static String part(long number) {
    return String.format(Locale.ROOT, "%03d", number);
  }
}
