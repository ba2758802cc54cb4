// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Somebody, or age, has changed the files of a spool that was closed as it should. */
class SpoolDamageTest {

  private static final SpoolLimits LIMITS = new SpoolLimits(64, 2_000, 400);
  private static final int RECORDS = 15;
  private static final int REMOVED = 2;

  @Test
  void damage_inEachOctetOfASegment_costsItsRecordAndIsTold() throws IOException {
    for (String name : segments(filled())) {
      int length = filled().octets(name).length;
      for (int offset = 0; offset < length; offset++) {
        FragileDisk disk = filled();
        byte[] flipped = disk.octets(name);
        flipped[offset] ^= 0x10;
        disk.overwrite(name, flipped);

        try (Spool spool = open(disk)) {
          long lost = (long) RECORDS - REMOVED - found(spool).size();
          assertThat(lost).isEqualTo(offset < SegmentHeader.OCTETS ? 0 : spoolLoss(spool));
          assertThat(lost).isLessThanOrEqualTo(1);
          assertThat(found(spool)).isSubsetOf(appended());
          assertThat(spool.state().aside()).containsExactly(name + ".damaged");
          assertThat(disk.octets(name + ".damaged")).isEqualTo(flipped);
          assertThat(spool.state().damages())
              .extracting(SpoolDamage::file)
              .contains(name + ".damaged");
        }
      }
    }
  }

  @Test
  void damage_opened_twice_isSetAsideOnceAndToldAgain() throws IOException {
    FragileDisk disk = filled();
    String name = segments(disk).get(1);
    byte[] flipped = disk.octets(name);
    flipped[SegmentHeader.OCTETS + Frame.OVERHEAD] ^= 1;
    disk.overwrite(name, flipped);
    List<Long> once;
    try (Spool spool = open(disk)) {
      once = found(spool);
      assertThat(spool.state().damages())
          .containsExactly(
              new SpoolDamage(name + ".damaged", SegmentHeader.OCTETS, Frame.OVERHEAD + 40, 1));
    }
    try (Spool spool = open(disk)) {
      assertThat(found(spool)).isEqualTo(once);
      assertThat(spool.state().damages())
          .containsExactly(new SpoolDamage(name, SegmentHeader.OCTETS, 0, 1));
      assertThat(spool.state().aside()).containsExactly(name + ".damaged");
      spool.remove(RECORDS);
    }
    try (Spool spool = open(disk)) {
      assertThat(spool.state().damages()).isEmpty();
      assertThat(spool.state().aside()).containsExactly(name + ".damaged");
    }
  }

  @Test
  void damage_crashAtEachStepOfSettingAside_losesNoMore() throws IOException {
    String name = segments(filled()).get(1);
    for (FragileDisk.Fate fate : FragileDisk.Fate.values()) {
      for (FragileDisk.Loss loss : FragileDisk.Loss.values()) {
        boolean opened = false;
        for (int step = 0; !opened; step++) {
          FragileDisk disk = filled();
          byte[] flipped = disk.octets(name);
          flipped[SegmentHeader.OCTETS + Frame.OVERHEAD] ^= 1;
          disk.overwrite(name, flipped);
          disk.at(step, fate);
          opened = opens(disk);
          disk.cut(loss, new SplittableRandom(step));

          try (Spool spool = open(disk)) {
            assertThat(found(spool)).hasSize(RECORDS - REMOVED - 1);
            assertThat(spool.state().aside()).containsExactly(name + ".damaged");
            assertThat(disk.octets(name + ".damaged")).isEqualTo(flipped);
          }
        }
      }
    }
  }

  @Test
  void segment_cutAtEachLength_losesNoMoreThanItsEndAndIsTold() throws IOException {
    for (String name : segments(filled())) {
      int length = filled().octets(name).length;
      for (int kept = 0; kept < length; kept++) {
        FragileDisk disk = filled();
        disk.overwrite(name, Arrays.copyOf(disk.octets(name), kept));

        try (Spool spool = open(disk)) {
          assertThat(spoolLoss(spool)).isEqualTo((long) RECORDS - REMOVED - found(spool).size());
          assertThat(spoolLoss(spool)).isPositive();
          assertThat(spool.append(record(RECORDS + 1)))
              .isEqualTo(new SpoolAppend.Stored(RECORDS + 1, RECORDS + 1));
        }
      }
    }
  }

  @Test
  void segment_gone_isTold() throws IOException {
    for (String name : segments(filled())) {
      FragileDisk disk = filled();
      disk.lose(name);

      try (Spool spool = open(disk)) {
        assertThat(spoolLoss(spool)).isPositive();
        assertThat(spoolLoss(spool)).isEqualTo((long) RECORDS - REMOVED - found(spool).size());
      }
    }
  }

  @Test
  void mark_damagedInEachOctet_removedRecordsComeAgain() throws IOException {
    for (int offset = 0; offset < filled().octets(Mark.NAME).length; offset++) {
      FragileDisk disk = filled();
      byte[] flipped = disk.octets(Mark.NAME);
      flipped[offset] ^= 1;
      disk.overwrite(Mark.NAME, flipped);

      try (Spool spool = open(disk)) {
        assertThat(found(spool)).hasSizeBetween(RECORDS - REMOVED, RECORDS).endsWith(15L);
        assertThat(spool.state().damages()).isEmpty();
      }
    }
  }

  @Test
  void mark_unreadable_isTold() throws IOException {
    FragileDisk disk = filled();
    disk.overwrite(Mark.NAME, new byte[64]);

    try (Spool spool = open(disk)) {
      assertThat(found(spool)).hasSize(RECORDS);
      assertThat(spool.state().damages()).containsExactly(new SpoolDamage("mark.damaged", 0, 0, 0));
    }
    try (Spool spool = open(disk)) {
      assertThat(spool.state().damages()).isEmpty();
    }
  }

  /**
   * A record whose content is a frame of its own, in a segment whose frame around it is damaged.
   */
  @Test
  void content_frameWithinIt_isNoRecordUnlessTheSaltIsKnown() throws IOException {
    assertThat(forged(new SplittableRandom(1))).isEmpty();
    assertThat(forged(() -> 0)).containsExactly("forged");
  }

  @Test
  void version_another_isRefusedAndLeftAlone() throws IOException {
    FragileDisk disk = filled();
    String name = segments(disk).get(0);
    byte[] octets = disk.octets(name);
    ByteBuffer header = ByteBuffer.wrap(octets).putInt(8, 2);
    CRC32C crc = new CRC32C();
    crc.update(octets, 0, 12);
    crc.update(octets, 16, 16);
    header.putInt(12, (int) crc.getValue());
    disk.overwrite(name, octets);

    assertThatThrownBy(() -> open(disk))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("version 2");
    assertThat(disk.octets(name)).isEqualTo(octets);
  }

  private static List<String> forged(RandomGenerator salts) throws IOException {
    FragileDisk disk = new FragileDisk();
    byte[] inner = Frame.write(0, 1, List.of("forged".getBytes(UTF_8)));
    try (Spool spool = Spool.open(disk, LIMITS, salts)) {
      spool.append(inner);
      spool.append(record(2));
    }
    String name = segments(disk).get(0);
    byte[] octets = disk.octets(name);
    octets[SegmentHeader.OCTETS] ^= 1;
    disk.overwrite(name, octets);
    try (Spool spool = Spool.open(disk, LIMITS, salts)) {
      return spool.peek(9).stream()
          .filter(record -> record.position() == 1)
          .map(record -> new String(record.octets(), UTF_8))
          .toList();
    }
  }

  /** Some segments, the first two records removed, closed. */
  private static FragileDisk filled() throws IOException {
    FragileDisk disk = new FragileDisk();
    try (Spool spool = open(disk)) {
      for (int i = 1; i <= RECORDS; i++) {
        spool.append(record(i));
      }
      spool.remove(REMOVED);
    }
    return disk;
  }

  private static boolean opens(FragileDisk disk) {
    try {
      open(disk);
      return true;
    } catch (IOException | SpoolException | PowerCut e) {
      return false;
    }
  }

  private static Spool open(FragileDisk disk) throws IOException {
    return Spool.open(disk, LIMITS, new SplittableRandom(5));
  }

  private static List<String> segments(FragileDisk disk) throws IOException {
    List<String> names = new ArrayList<>(disk.names());
    names.removeIf(name -> !Segment.isName(name));
    return names;
  }

  private static byte[] record(int number) {
    return (number + ".".repeat(40)).substring(0, 40).getBytes(UTF_8);
  }

  private static List<Long> found(Spool spool) {
    List<SpooledRecord> records = spool.peek(100);
    for (SpooledRecord record : records) {
      assertThat(record.octets()).isEqualTo(record((int) record.position()));
    }
    return records.stream().map(SpooledRecord::position).toList();
  }

  private static List<Long> appended() {
    return LongStream.rangeClosed(1, RECORDS).boxed().toList();
  }

  private static long spoolLoss(Spool spool) {
    return spool.state().damages().stream().mapToLong(SpoolDamage::records).sum();
  }
}
