// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a log somebody wants to see: by texts of their headers and by when they were
 * recorded. It works on any {@link AuditLog} and needs no index: where a time begins is found by
 * halving, because events are recorded in the order of their places, and from there on headers are
 * read, at most so many for each call.
 *
 * <p>An event whose header cannot be read was changed by somebody, and nobody can say what it was:
 * every query that reads it answers with it. Otherwise a query believes what it reads: whether the
 * log is what was recorded is for {@link AuditChain#verify} to say.
 *
 * <p>Immutable, so thread-safe.
 */
public final class AuditQuery {

  private static final int LARGEST_PAGE = 10_000;
  private static final long MICROS = 1_000_000;
  private static final int NANOS = 1_000;

  private final Map<String, String> texts;
  private final @Nullable Instant from;
  private final @Nullable Instant to;
  private final int scan;

  private AuditQuery(Builder builder) {
    this.texts = Map.copyOf(builder.texts);
    this.from = builder.from;
    this.to = builder.to;
    this.scan = builder.scan;
  }

  /** Starts a query that every event answers. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a page of events that answer the query, in the order of their places. Blocks on the log,
   * which it reads in steps of at most 500 events, up to where it stood when this began.
   *
   * @param start the place to start at: 0, or what the page before said
   * @param limit the most events of the page, 1 to 10,000
   * @throws IllegalArgumentException if start or limit is out of range
   */
  public AuditPage read(AuditLog log, TenantId tenant, long start, int limit) {
    if (start < 0) {
      throw new IllegalArgumentException("start is " + start + ", allowed: 0 or more");
    }
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: 1 to " + LARGEST_PAGE);
    }
    long size = log.head(tenant).map(AuditHead::size).orElse(0L);
    LogScan headers = new LogScan(log, tenant, size);
    long first = from == null ? start : Math.max(start, headers.firstSince(micros(from)));
    return read(headers, first, limit);
  }

  private AuditPage read(LogScan headers, long first, int limit) {
    List<AuditEntry> found = new ArrayList<>();
    long end = Math.min(headers.size(), first + scan);
    long place = first;
    while (place < end && found.size() < limit) {
      Optional<AuditEntry> entry = headers.entry(place, end);
      ScannedHeader header = entry.map(ScannedHeader::of).orElse(ScannedHeader.NONE);
      if (entry.isEmpty() || (to != null && header.isRecordedSince(micros(to)))) {
        return new AuditPage(found, OptionalLong.empty());
      }
      if (matches(header)) {
        found.add(entry.get());
      }
      place = entry.get().seq() + 1;
    }
    boolean isEnd = place >= headers.size();
    return new AuditPage(found, isEnd ? OptionalLong.empty() : OptionalLong.of(place));
  }

  private boolean matches(ScannedHeader header) {
    return !header.isReadable()
        || ((from == null || header.isRecordedSince(micros(from)))
            && texts.entrySet().stream()
                .allMatch(text -> header.has(text.getKey(), text.getValue())));
  }

  /** Times that no log can have are as far away as a number says. */
  private static long micros(Instant time) {
    try {
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / NANOS);
    } catch (ArithmeticException e) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Collects what a query asks for; everything together must hold. Not thread-safe. */
  public static final class Builder {

    private static final int LONGEST_TEXT = 512;
    private static final int LARGEST_SCAN = 1_000_000;

    private final Map<String, String> texts = new LinkedHashMap<>();
    private @Nullable Instant from;
    private @Nullable Instant to;
    private int scan = 10_000;

    private Builder() {}

    /**
     * Asks for events whose header has exactly this text under a name, such as {@code type}, {@code
     * actor}, {@code tool}, {@code run_id}, {@code resource}, {@code decision}, {@code outcome}.
     *
     * @param name the name of a text in the header format; each at most once
     * @param value 1 to 512 visible ASCII characters: what {@link AuditEvent.Builder#foreign} took
     *     stands in the header as that wrote it
     * @throws IllegalArgumentException if there is no such name, it comes twice, or the value is
     *     none that a header could have
     */
    public Builder text(String name, String value) {
      if (!HeaderFormat.isText(name)) {
        throw new IllegalArgumentException(
            "a query asks for a member that is no text of the header format; docs/reference/"
                + "formats.md lists them");
      }
      boolean isVisible = value.chars().allMatch(c -> c > ' ' && c < 0x7f);
      if (value.isEmpty() || value.length() > LONGEST_TEXT || !isVisible) {
        throw new IllegalArgumentException(
            "a query's "
                + name
                + " has "
                + value.length()
                + " characters or such as are not visible ASCII, allowed: 1 to "
                + LONGEST_TEXT
                + " visible ASCII characters");
      }
      if (texts.put(name, value) != null) {
        throw new IllegalArgumentException("a query asks for " + name + " twice; ask once");
      }
      return this;
    }

    /** Asks for events recorded at this time or later; microseconds count, nanoseconds do not. */
    public Builder from(Instant time) {
      this.from = time;
      return this;
    }

    /** Asks for events recorded before this time; microseconds count, nanoseconds do not. */
    public Builder to(Instant time) {
      this.to = time;
      return this;
    }

    /**
     * The most headers that one call reads, so that a rare event does not hold it up: the page may
     * then be short or empty and says where to go on. 1 to 1,000,000; default 10,000.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder scanAtMost(int headers) {
      if (headers < 1 || headers > LARGEST_SCAN) {
        throw new IllegalArgumentException(
            "scanAtMost is " + headers + ", allowed: 1 to " + LARGEST_SCAN);
      }
      this.scan = headers;
      return this;
    }

    /** Builds the query. */
    public AuditQuery build() {
      return new AuditQuery(this);
    }
  }
}
