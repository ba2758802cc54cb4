// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a start has opened so far, to be closed in reverse order. Not thread-safe. */
final class Opened implements AutoCloseable {

  private final List<AutoCloseable> parts = new ArrayList<>();

  /** Takes a part, and returns it. */
  <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }

  @Override
  public void close() {
    List<AutoCloseable> reversed = new ArrayList<>(parts);
    Collections.reverse(reversed);
    Closing.all(reversed.toArray(AutoCloseable[]::new));
  }
}
