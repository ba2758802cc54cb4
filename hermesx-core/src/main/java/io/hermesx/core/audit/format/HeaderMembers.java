// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An object whose members the format names, at most 64, some of them required. */
public final class HeaderMembers implements HeaderShape {

  private static final String ALL = "every required member";

  private final List<String> names; // ascending: the order in which they are written
  private final List<byte[]> labels; // the names as they are written, colon included
  private final List<HeaderShape> shapes;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final long required; // one bit for each name, by its index

  /**
   * @param members the shape of each member by name
   * @param required the names that must be there
   */
  HeaderMembers(Map<String, HeaderShape> members, Set<String> required) {
    TreeMap<String, HeaderShape> sorted = new TreeMap<>(members);
    this.names = List.copyOf(sorted.keySet());
    this.labels = names.stream().map(name -> ('"' + name + "\":").getBytes(US_ASCII)).toList();
    this.shapes = List.copyOf(sorted.values());
    names.forEach(name -> indexes.put(name, indexes.size()));
    long bits = 0;
    for (String name : required) {
      bits |= 1L << indexOf(name);
    }
    this.required = bits;
  }

  public int size() {
    return names.size();
  }

  public String name(int index) {
    return names.get(index);
  }

  byte[] label(int index) {
    return labels.get(index);
  }

  HeaderShape shape(int index) {
    return shapes.get(index);
  }

  /** The index of a name, or -1 if there is none. */
  int indexOf(String name) {
    return indexes.getOrDefault(name, -1);
  }

  @Override
  public void write(JsonValue value, HeaderWriter out) {
    if (!(value instanceof JsonObject object)) {
      throw out.refused(value, "an object");
    }
    HeaderValues values = new HeaderValues(this);
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      if (!values.put(member.getKey(), member.getValue())) {
        throw out.refused("another member", "only " + String.join(", ", names));
      }
    }
    values.write(out);
  }

  @Override
  public void read(HeaderReader in) {
    read(in, (index, start, end) -> {});
  }

  /** Reads over the object and says where the value of each member is. */
  void read(HeaderReader in, Spans spans) {
    in.expect('{');
    long present = 0;
    int next = 0;
    do {
      int index = in.name(this, next);
      int start = in.position();
      shapes.get(index).read(in);
      spans.member(index, start, in.position());
      present |= 1L << index;
      next = index + 1;
    } while (in.more('}'));
    String missing = missing(present);
    if (!missing.isEmpty()) {
      throw in.notAllowed("no " + missing, ALL);
    }
  }

  /** Refuses members of which a required one is missing. */
  void requireAll(long present, HeaderWriter out) {
    String missing = missing(present);
    if (!missing.isEmpty()) {
      throw out.refused("no " + missing, ALL);
    }
  }

  private String missing(long present) {
    long missing = required & ~present;
    return missing == 0 ? "" : names.get(Long.numberOfTrailingZeros(missing));
  }

  /** Told where members are. */
  @FunctionalInterface
  interface Spans {
    void member(int index, int start, int end);
  }
}
