// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.usage.UsageEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Usage events by the time they occurred, and the ids seen of each source. */
final class UsageRows {

  private static final Comparator<Place> OLDEST_FIRST =
      Comparator.comparing(Place::at).thenComparing(Place::source).thenComparing(Place::id);

  private final Map<String, Set<String>> seen = new HashMap<>();
  private final NavigableMap<Place, UsageEvent> byTime = new TreeMap<>(OLDEST_FIRST);

  /** Where an event stands; no source or id is empty, so empty ones mark a point in time. */
  private record Place(Instant at, String source, String id) {

    static Place of(UsageEvent event) {
      return new Place(event.occurredAt(), event.source(), event.id());
    }

    static Place startOf(Instant at) {
      return new Place(at, "", "");
    }
  }

  boolean contains(UsageEvent event) {
    return idsOf(event.source()).contains(event.id());
  }

  void add(UsageEvent event) {
    idsOf(event.source()).add(event.id());
    byTime.put(Place.of(event), event);
  }

  void remove(UsageEvent event) {
    idsOf(event.source()).remove(event.id());
    byTime.remove(Place.of(event));
  }

  /** Returns events from {@code from} on and before {@code to}, oldest first. */
  Iterable<UsageEvent> between(Instant from, Instant to) {
    return byTime.subMap(Place.startOf(from), true, Place.startOf(to), false).values();
  }

  private Set<String> idsOf(String source) {
    return seen.computeIfAbsent(source, name -> new HashSet<>());
  }
}
