// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object whose members the format names, at most 64, some of them required. */
final class HeaderMembers implements HeaderShape {

  private static final String ALL = "every required member";

  private final List<String> names; // ascending: the order in which they are written
  private final List<HeaderShape> shapes;
  private final long required; // one bit for each name, by its index

  /**
   * @param members the shape of each member by name
   * @param required the names that must be there
   */
  HeaderMembers(Map<String, HeaderShape> members, Set<String> required) {
    TreeMap<String, HeaderShape> sorted = new TreeMap<>(members);
    this.names = List.copyOf(sorted.keySet());
    this.shapes = List.copyOf(sorted.values());
    long bits = 0;
    for (String name : required) {
      bits |= 1L << names.indexOf(name);
    }
    this.required = bits;
  }

  int size() {
    return names.size();
  }

  String name(int index) {
    return names.get(index);
  }

  int indexOf(String name) {
    return names.indexOf(name);
  }

  @Override
  public void write(JsonValue value, HeaderWriter out) {
    if (!(value instanceof JsonObject object)) {
      throw out.refused(value, "an object");
    }
    if (write(object.members()::get, out) != object.size()) {
      throw out.refused("another member", "only " + String.join(", ", names));
    }
  }

  /**
   * Writes the members that a source knows.
   *
   * @return how many it knew
   */
  int write(Function<String, @Nullable JsonValue> source, HeaderWriter out) {
    int written = 0;
    for (int i = 0; i < names.size(); i++) {
      JsonValue member = source.apply(names.get(i));
      if (member != null) {
        out.raw(written++ == 0 ? '{' : ',');
        out.name(names.get(i));
        shapes.get(i).write(member, out);
      } else if ((required >> i & 1) != 0) {
        throw out.refused(lacks(i), ALL);
      }
    }
    out.raw('}');
    return written;
  }

  @Override
  public void read(HeaderReader in) {
    read(in, (index, start, end) -> {});
  }

  /** Reads over the object and says where the value of each member is. */
  void read(HeaderReader in, Spans spans) {
    in.expect('{');
    long missing = required;
    int next = 0;
    do {
      int index = in.name(names, next);
      int start = in.position();
      shapes.get(index).read(in);
      spans.member(index, start, in.position());
      missing &= ~(1L << index);
      next = index + 1;
    } while (in.more('}'));
    if (missing != 0) {
      throw in.notAllowed(lacks(Long.numberOfTrailingZeros(missing)), ALL);
    }
  }

  private String lacks(int index) {
    return "no " + names.get(index);
  }

  /** Told where members are. */
  @FunctionalInterface
  interface Spans {
    void member(int index, int start, int end);
  }
}
