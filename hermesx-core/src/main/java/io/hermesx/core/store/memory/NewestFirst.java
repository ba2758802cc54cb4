// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.store.step.PageSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Pages of rows by descending id, ids being compared as their octets are. */
final class NewestFirst {

  static final Comparator<UUID> OCTET_ORDER =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  private NewestFirst() {}

  static <R> List<R> page(
      NavigableMap<UUID, R> rows, Optional<UUID> before, int limit, Predicate<R> wanted) {
    PageSize.require(limit);
    NavigableMap<UUID, R> older = before.isPresent() ? rows.headMap(before.get(), false) : rows;
    List<R> page = new ArrayList<>();
    Iterator<R> newestFirst = older.descendingMap().values().iterator();
    while (page.size() < limit && newestFirst.hasNext()) {
      R row = newestFirst.next();
      if (wanted.test(row)) {
        page.add(row);
      }
    }
    return List.copyOf(page);
  }
}
