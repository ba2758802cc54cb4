// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An object of the header format that was read and found valid: where each member is. */
public final class HeaderView {

  private final HeaderMembers members;
  private final byte[] octets;
  private final int[] starts; // 0 where a member is absent: no value starts there
  private final int[] ends;

  private HeaderView(HeaderMembers members, byte[] octets, int start, int end) {
    this(members, octets, new HeaderReader(octets, start, end));
  }

  private HeaderView(HeaderMembers members, byte[] octets, HeaderReader in) {
    this.members = members;
    this.octets = octets;
    this.starts = new int[members.size()];
    this.ends = new int[members.size()];
    members.read(
        in,
        (index, from, to) -> {
          starts[index] = from;
          ends[index] = to;
        });
    in.expectEnd();
  }

  /**
   * Reads a header.
   *
   * @throws HeaderRefusedException if it is none, or not in its one spelling
   */
  public static HeaderView header(byte[] octets) {
    return read(HeaderFormat.HEADER, octets, HeaderFormat.MOST_OCTETS, null);
  }

  /**
   * Reads a header.
   *
   * @param leaves told of every text and number in it
   * @throws HeaderRefusedException if it is none, or not in its one spelling
   */
  static HeaderView header(byte[] octets, HeaderLeaves leaves) {
    return read(HeaderFormat.HEADER, octets, HeaderFormat.MOST_OCTETS, leaves);
  }

  /**
   * Reads a header without its place.
   *
   * @throws HeaderRefusedException if it is none, or not in its one spelling
   */
  public static HeaderView staged(byte[] octets) {
    return read(HeaderFormat.STAGED, octets, HeaderFormat.MOST_STAGED_OCTETS, null);
  }

  /**
   * Reads a header without its place.
   *
   * @param leaves told of every text and number in it
   * @throws HeaderRefusedException if it is none, or not in its one spelling
   */
  static HeaderView staged(byte[] octets, HeaderLeaves leaves) {
    return read(HeaderFormat.STAGED, octets, HeaderFormat.MOST_STAGED_OCTETS, leaves);
  }

  private static HeaderView read(
      HeaderMembers members, byte[] octets, int most, @Nullable HeaderLeaves leaves) {
    if (octets.length > most) {
      throw new HeaderRefusedException(
          AuditFault.HEADER_NOT_ALLOWED, octets.length + " octets, allowed: up to " + most);
    }
    return new HeaderView(members, octets, new HeaderReader(octets, 0, octets.length, leaves));
  }

  /** Where the value of a member starts; 0 if it is not there. */
  int start(String name) {
    return starts[members.indexOf(name)];
  }

  public boolean has(int index) {
    return starts[index] > 0;
  }

  /** The place behind the last member that is there and has an index before {@code to}. */
  int endBefore(int to) {
    int last = to - 1;
    while (starts[last] == 0) {
      last--;
    }
    return ends[last];
  }

  /** Whether a member is there. */
  public boolean has(String name) {
    return has(members.indexOf(name));
  }

  /** The text of a member that is there. */
  public String text(String name) {
    return value(name).string();
  }

  /** The number of a member that is there. */
  public long whole(String name) {
    return value(name).whole();
  }

  private HeaderReader value(String name) {
    int index = members.indexOf(name);
    return new HeaderReader(octets, starts[index], ends[index]);
  }

  /** The members of the required member {@code writer}. */
  public HeaderView writer() {
    int index = members.indexOf(HeaderFormat.WRITER);
    return new HeaderView(HeaderFormat.WRITER_MEMBERS, octets, starts[index], ends[index]);
  }

  /** The rows of the member {@code body}; none if it is not there. */
  public List<HeaderView> bodies() {
    int index = members.indexOf(HeaderFormat.BODY);
    List<HeaderView> rows = new ArrayList<>();
    if (has(index)) {
      HeaderReader in = new HeaderReader(octets, starts[index], ends[index]);
      in.expect('[');
      do {
        int start = in.position();
        HeaderFormat.BODY_MEMBERS.read(in);
        rows.add(new HeaderView(HeaderFormat.BODY_MEMBERS, octets, start, in.position()));
      } while (in.more(']'));
    }
    return rows;
  }

  /** The members of {@code detail} that are texts; none if it is not there. */
  public Map<String, String> detailTexts() {
    Map<String, String> texts = new HashMap<>();
    detail((name, in) -> texts.put(name, in.string()), (name, in) -> in.whole());
    return texts;
  }

  /** The members of {@code detail} that are numbers; none if it is not there. */
  public Map<String, Long> detailWholes() {
    Map<String, Long> wholes = new HashMap<>();
    detail((name, in) -> in.string(), (name, in) -> wholes.put(name, in.whole()));
    return wholes;
  }

  private void detail(
      BiConsumer<String, HeaderReader> texts, BiConsumer<String, HeaderReader> wholes) {
    int index = members.indexOf(HeaderFormat.DETAIL);
    if (has(index)) {
      HeaderReader in = new HeaderReader(octets, starts[index], ends[index]);
      in.expect('{');
      do {
        String name = in.name();
        (in.peek() == '"' ? texts : wholes).accept(name, in);
      } while (in.more('}'));
    }
  }
}
