// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A spool as a list in memory, and what may be on the disk without anybody having been told. */
final class SpoolModel {

  private final Disk disk;
  private final Set<String> unacknowledged = new HashSet<>();
  private final Set<String> removed = new HashSet<>();
  private final List<String> waiting = new ArrayList<>();
  private int ids;

  SpoolModel(Disk disk) {
    this.disk = disk;
  }

  /** What can be expected of a disk. */
  enum Disk {
    /** What can be read after a restart and was synced then stays, acknowledged before or not. */
    HONEST,
    /** A sync may fail, and answer for octets that are nowhere when it is asked again. */
    FAILING
  }

  /** Returns so many records that never were there; longer ones have more to tear. */
  List<byte[]> fresh(int count, int length) {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = "r" + ids++;
      records.add((id + ".".repeat(Math.max(0, length - id.length()))).getBytes(UTF_8));
    }
    return records;
  }

  void acknowledged(List<byte[]> records) {
    records.forEach(octets -> waiting.add(text(octets)));
  }

  void attempted(List<byte[]> records) {
    records.forEach(octets -> unacknowledged.add(text(octets)));
  }

  void removed(int count) {
    List<String> gone = waiting.subList(0, count);
    removed.addAll(gone);
    gone.clear();
  }

  int waiting() {
    return waiting.size();
  }

  /** What is there is exactly what the model has. */
  void agree(Spool spool) {
    assertThat(texts(spool)).isEqualTo(waiting);
    long lost = spool.state().damages().stream().mapToLong(SpoolDamage::records).sum();
    assertThat(spool.state().waiting()).isBetween((long) waiting.size(), waiting.size() + lost);
  }

  /** What may be lost in a crash is lost or not; from now on it is as it is. */
  void adopt(Spool spool) {
    List<String> found = texts(spool);
    assertThat(found).doesNotHaveDuplicates();
    List<String> acknowledged =
        found.stream().filter(id -> !unacknowledged.contains(id) && !removed.contains(id)).toList();
    assertThat(acknowledged)
        .as("acknowledged and not removed, in order")
        .isEqualTo(waiting.stream().filter(id -> !unacknowledged.contains(id)).toList());
    assertThat(found)
        .as("in order of their making")
        .isSortedAccordingTo(Comparator.comparingInt(SpoolModel::number));
    waiting.clear();
    waiting.addAll(found);
    if (disk == Disk.HONEST) {
      unacknowledged.removeAll(found);
    }
    found.forEach(removed::remove);
  }

  private static int number(String id) {
    int end = id.indexOf('.');
    return Integer.parseInt(id.substring(1, end < 0 ? id.length() : end));
  }

  private static List<String> texts(Spool spool) {
    List<SpooledRecord> records = spool.peek(Integer.MAX_VALUE);
    assertThat(records).isSortedAccordingTo(Comparator.comparingLong(SpooledRecord::position));
    assertThat(records.stream().map(SpooledRecord::position)).doesNotHaveDuplicates();
    return records.stream().map(record -> text(record.octets())).toList();
  }

  private static String text(byte[] octets) {
    return new String(octets, UTF_8);
  }
}
