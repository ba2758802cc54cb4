// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Members on their way into a header: put in any order, written in that of the format. */
public final class HeaderValues {

  private final HeaderMembers members;
  private final @Nullable JsonValue[] values;
  private long present; // one bit for each member, by its index

  public HeaderValues(HeaderMembers members) {
    this.members = members;
    this.values = new JsonValue[members.size()];
  }

  /**
   * Puts a member.
   *
   * @return false, and nothing is changed, if the format has no such member or it was put before
   */
  public boolean put(String name, JsonValue value) {
    int index = members.indexOf(name);
    if (index < 0 || values[index] != null) {
      return false;
    }
    values[index] = value;
    present |= 1L << index;
    return true;
  }

  /**
   * Writes them as an object.
   *
   * @throws IllegalArgumentException if one does not have its shape, or a required one is missing
   */
  public void write(HeaderWriter out) {
    members.requireAll(present, out);
    char before = '{';
    for (long rest = present; rest != 0; rest &= rest - 1) {
      int index = Long.numberOfTrailingZeros(rest);
      JsonValue value = values[index];
      if (value != null) {
        out.member(before, members.name(index), members.label(index));
        members.shape(index).write(value, out);
        before = ',';
      }
    }
    out.raw('}');
  }
}
