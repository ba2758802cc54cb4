// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The texts and numbers of one header in their order, and where each stands. Not thread-safe. */
final class HeaderLeaves {

  private final List<HeaderLeaf> shapes = new ArrayList<>();
  private int[] starts = new int[64];
  private int[] ends = new int[64];

  void add(HeaderLeaf shape, int start, int end) {
    int count = shapes.size();
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    starts[count] = start;
    ends[count] = end;
    shapes.add(shape);
  }

  HeaderLeaf[] shapes() {
    return shapes.toArray(HeaderLeaf[]::new);
  }

  int[] starts() {
    return Arrays.copyOf(starts, shapes.size());
  }

  int[] ends() {
    return Arrays.copyOf(ends, shapes.size());
  }

  /** Which of them starts at a place where one does. */
  int at(int start) {
    return Arrays.binarySearch(starts, 0, shapes.size(), start);
  }
}
