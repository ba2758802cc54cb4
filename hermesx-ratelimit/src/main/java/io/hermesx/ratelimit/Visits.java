// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.Dimension;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the last calls found their keys: most calls come from those who called a moment ago, and
 * need neither hash nor look anything up then. A table of fixed size in which a later call takes
 * one of the two places of an earlier one, and of short values only. Thread-safe: a visit is
 * immutable, and threads that race keep one or the other.
 */
final class Visits {

  private static final int PLACES = 1 << 13;
  private static final int LONGEST_VALUE = 64;
  private static final int NOWHERE = -1;

  private final @Nullable Visit[] last = new @Nullable Visit[PLACES];

  @Nullable Visit find(LocalCall call) {
    int place = place(call);
    if (place == NOWHERE) {
      return null;
    }
    Visit known = last[place];
    if (known != null && known.isLike(call)) {
      return known;
    }
    Visit other = last[place ^ 1];
    return other != null && other.isLike(call) ? other : null;
  }

  void remember(LocalCall call, Visit visit) {
    int place = place(call);
    if (place != NOWHERE) {
      last[place ^ 1] = last[place];
      last[place] = visit;
    }
  }

  private static int place(LocalCall call) {
    int hash = call.request.tenant().hashCode();
    List<Dimension> per = call.layers.per();
    Map<Dimension, String> values = call.request.dimensions().values();
    for (int i = 0; i < per.size(); i++) {
      String value = values.get(per.get(i));
      if (value == null || value.length() > LONGEST_VALUE) {
        return NOWHERE;
      }
      hash = 31 * hash + value.hashCode();
    }
    hash *= 0x9e3779b9;
    return hash >>> Integer.SIZE - 13;
  }
}
