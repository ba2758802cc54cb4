// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A query answers with what a filter over the whole log leaves, whatever its pages. */
class AuditQueryProperties {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final List<String> NAMES = List.of("type", "actor", "tool", "resource");

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog log = new MemoryAuditLog();

  @Property(tries = 150)
  void query_overRandomLogs_answersAsANaiveFilter(@ForAll long seed) {
    Random random = new Random(seed);
    List<Instant> times = fill(random, random.nextInt(60));
    Map<String, String> texts = new HashMap<>();
    NAMES.stream()
        .filter(name -> random.nextInt(3) == 0)
        .forEach(name -> texts.put(name, value(random)));
    Instant from = random.nextBoolean() ? pick(times, random) : Instant.MIN;
    Instant to = random.nextBoolean() ? pick(times, random) : Instant.MAX;
    assertThat(places(query(texts, from, to, random), random)).isEqualTo(naive(texts, from, to));
  }

  private List<Instant> fill(Random random, int count) {
    AuditChain chain =
        UnsignedAuditChain.builder(log).installation("query").clock(clock).ids(ids).build();
    List<Instant> times = new ArrayList<>(List.of(clock.instant()));
    for (int i = 0; i < count; i++) {
      clock.advance(Duration.ofNanos(random.nextInt(3) * 500L));
      AuditEvent.Builder event =
          AuditEvent.builder(TENANT, value(random), ids.next(), clock.instant());
      NAMES.stream()
          .skip(1)
          .filter(name -> random.nextBoolean())
          .forEach(name -> event.field(name, value(random)));
      chain.append(chain.prepare(event.build()));
      times.add(clock.instant());
    }
    return times;
  }

  private static String value(Random random) {
    return "v" + random.nextInt(3);
  }

  private static Instant pick(List<Instant> times, Random random) {
    return times.get(random.nextInt(times.size())).plusNanos(random.nextInt(5) * 1_000L - 2_000);
  }

  private static AuditQuery query(
      Map<String, String> texts, Instant from, Instant to, Random random) {
    AuditQuery.Builder query = AuditQuery.builder().scanAtMost(1 + random.nextInt(20));
    texts.forEach(query::text);
    if (!from.equals(Instant.MIN)) {
      query.from(from);
    }
    if (!to.equals(Instant.MAX)) {
      query.to(to);
    }
    return query.build();
  }

  private List<Long> places(AuditQuery query, Random random) {
    List<Long> places = new ArrayList<>();
    int limit = 1 + random.nextInt(20);
    AuditPage page = query.read(log, TENANT, 0, limit);
    page.entries().forEach(entry -> places.add(entry.seq()));
    while (page.next().isPresent()) {
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page = query.read(log, TENANT, page.next().getAsLong(), limit);
      page.entries().forEach(entry -> places.add(entry.seq()));
    }
    return places;
  }

  private List<Long> naive(Map<String, String> texts, Instant from, Instant to) {
    List<Long> places = new ArrayList<>();
    for (AuditEntry entry : log.read(TENANT, 0, 10_000)) {
      JsonObject header = JsonObject.parseObject(new String(entry.header(), US_ASCII));
      Instant recorded = Instant.EPOCH.plus(header.integer("rec_ts_us"), ChronoUnit.MICROS);
      boolean isWithin = !recorded.isBefore(floor(from)) && recorded.isBefore(floor(to));
      boolean has =
          texts.entrySet().stream()
              .allMatch(
                  text ->
                      header.find(text.getKey()).isPresent()
                          && header.string(text.getKey()).equals(text.getValue()));
      if (isWithin && has) {
        places.add(entry.seq());
      }
    }
    return places;
  }

  private static Instant floor(Instant time) {
    return time.equals(Instant.MIN) || time.equals(Instant.MAX)
        ? time
        : time.truncatedTo(ChronoUnit.MICROS);
  }
}
