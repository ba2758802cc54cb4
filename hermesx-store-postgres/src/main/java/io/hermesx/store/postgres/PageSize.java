// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

/** How much one question may be answered with. */
final class PageSize {

  private static final int MAX = 1_000;

  private PageSize() {}

  static int require(int limit) {
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: 1 to " + MAX);
    }
    return limit;
  }
}
