// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What an executor owns, given back in the opposite order. Not thread-safe. */
final class OwnResources {

  private final Deque<Owned> all = new ArrayDeque<>();

  /** Something to give back. */
  @FunctionalInterface
  interface Owned extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Takes it and returns it. */
  <T extends AutoCloseable> T add(T resource) {
    all.push(
        () -> {
          try {
            resource.close();
          } catch (IOException | RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    return resource;
  }

  /** Takes something that has only an end. */
  void atEnd(Owned end) {
    all.push(end);
  }

  /** Gives everything back, whatever fails on the way. */
  void close() {
    while (!all.isEmpty()) {
      closeOne(all.pop());
    }
  }

  /** The rest is more important; the next executor sweeps what is left of the groups. */
  private static void closeOne(Owned resource) {
    try {
      resource.close();
    } catch (IOException | RuntimeException e) {
      return;
    }
  }
}
