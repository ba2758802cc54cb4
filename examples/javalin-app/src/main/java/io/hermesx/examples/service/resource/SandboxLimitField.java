// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxLimitsBuilder;
import io.hermesx.examples.service.http.Schemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;

/** The limits of a sandbox policy as members of its JSON, each with its range. */
enum SandboxLimitField {
  WALL_MS(
      1, 86_400_000, l -> l.wall().toMillis(), (to, value) -> to.wall(Duration.ofMillis(value))),
  CPU_MS(1, 86_400_000, l -> l.cpu().toMillis(), (to, value) -> to.cpu(Duration.ofMillis(value))),
  MEMORY_BYTES(
      1L << 20, 1L << 40, SandboxLimits::memoryBytes, (to, value) -> to.memoryBytes(value)),
  PROCESSES(1, 100_000, SandboxLimits::processes, (to, value) -> to.processes((int) value)),
  DISK_BYTES(4 << 10, 1L << 40, SandboxLimits::diskBytes, (to, value) -> to.diskBytes(value)),
  FILES(16, 10_000_000, SandboxLimits::files, (to, value) -> to.files((int) value)),
  OPEN_FILES(16, 1_000_000, SandboxLimits::openFiles, (to, value) -> to.openFiles((int) value)),
  OUTPUT_BYTES(
      1 << 10, 64 << 20, SandboxLimits::outputBytes, (to, value) -> to.outputBytes((int) value)),
  /** At least as much as {@link #OUTPUT_BYTES} beside it. */
  MAX_OUTPUT_BYTES(
      1 << 10, 1L << 40, SandboxLimits::maxOutputBytes, (to, value) -> to.maxOutputBytes(value));

  private final long least;
  private final long most;

  @SuppressWarnings("ImmutableEnumChecker") // captures nothing
  private final ToLongFunction<SandboxLimits> read;

  @SuppressWarnings("ImmutableEnumChecker") // captures nothing
  private final ObjLongConsumer<SandboxLimitsBuilder> write;

  SandboxLimitField(
      long least,
      long most,
      ToLongFunction<SandboxLimits> read,
      ObjLongConsumer<SandboxLimitsBuilder> write) {
    this.least = least;
    this.most = most;
    this.read = read;
    this.write = write;
  }

  /** The schema of all of them. */
  static JsonObject schema() {
    List<Object> members = new ArrayList<>();
    for (SandboxLimitField field : values()) {
      members.add(field.member());
      members.add(Schemas.whole(field.least + " to " + field.most));
    }
    return Schemas.only(members.toArray());
  }

  static JsonObject json(SandboxLimits limits) {
    JsonObject.Builder json = JsonObject.builder();
    for (SandboxLimitField field : values()) {
      json.put(field.member(), field.read.applyAsLong(limits));
    }
    return json.build();
  }

  /** Reads all of them; what is out of its range is a problem that says so. */
  static SandboxLimits read(JsonObject json) {
    SandboxLimitsBuilder builder = SandboxLimits.builder();
    for (SandboxLimitField field : values()) {
      JsonNumber number = (JsonNumber) json.require(field.member());
      long least = field == MAX_OUTPUT_BYTES ? outputBytes(json) : field.least;
      field.write.accept(builder, field.within(number, least));
    }
    return builder.build();
  }

  private static long outputBytes(JsonObject json) {
    return (long) ((JsonNumber) json.require(OUTPUT_BYTES.member())).doubleValue();
  }

  /** Every number in a range is exact as a double. */
  private long within(JsonNumber number, long from) {
    double value = number.doubleValue();
    if (value < from || value > most) {
      throw Texts.refused(
          "/limits/" + member(), "is " + number.toJson() + ", allowed: " + from + " to " + most);
    }
    return (long) value;
  }

  private String member() {
    return name().toLowerCase(Locale.ROOT);
  }
}
