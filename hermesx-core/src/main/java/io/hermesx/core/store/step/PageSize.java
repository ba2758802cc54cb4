// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

/** How much one question may be answered with. */
public final class PageSize {

  private static final int MAX = 1_000;

  private PageSize() {}

  /**
   * Returns the limit.
   *
   * @throws IllegalArgumentException if it is not 1 to 1,000
   */
  public static int require(int limit) {
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: 1 to " + MAX);
    }
    return limit;
  }
}
