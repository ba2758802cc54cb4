// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AuditChainProperties {

  private static final TenantId ACME = TenantId.named("acme");
  private static final UUID WRITER = new UUID(1, 1);

  private final FormatPage page = new FormatPage();

  AuditChainProperties() throws IOException {}

  private static UnsignedAuditChain chain(AuditLog log) {
    return UnsignedAuditChain.builder(log)
        .installation("properties")
        .clock(MutableClock.create())
        .ids(() -> WRITER)
        .build();
  }

  private static AuditEvent.Builder event(int number) {
    return AuditEvent.builder(ACME, "test", new UUID(7, number), MutableClock.START);
  }

  /** Where one batch ends and the next begins is in no hash. */
  @Property(tries = 50)
  void headers_anyBatches_areThoseOfOneByOne(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 7) Integer> batches) {
    int all = batches.stream().mapToInt(Integer::intValue).sum();
    MemoryAuditLog oneByOne = new MemoryAuditLog();
    UnsignedAuditChain single = chain(oneByOne);
    MemoryAuditLog batched = new MemoryAuditLog();
    UnsignedAuditChain several = chain(batched);
    for (int i = 0; i < all; i++) {
      oneByOne.stage(ACME, List.of(single.prepare(event(i).build())));
      single.sequence();
    }
    int from = 0;
    for (int size : batches) {
      batched.stage(
          ACME,
          IntStream.range(from, from + size)
              .mapToObj(i -> several.prepare(event(i).build()))
              .toList());
      several.sequence();
      from += size;
    }

    assertThat(batched.read(ACME, 0, 10_000))
        .containsExactlyElementsOf(oneByOne.read(ACME, 0, 10_000));
    assertThat(batched.head(ACME)).isEqualTo(oneByOne.head(ACME));
  }

  /** However few rows a page of the log has, the verification says the same. */
  @Property(tries = 20)
  void verify_anyPageSize_findsTheSame(
      @ForAll @IntRange(min = 2, max = 9) int page, @ForAll @IntRange(min = 1, max = 40) int size) {
    MemoryAuditLog memory = new MemoryAuditLog();
    UnsignedAuditChain chain = chain(memory);
    memory.stage(
        ACME, IntStream.range(0, size).mapToObj(i -> chain.prepare(event(i).build())).toList());
    AuditVerification whole = chain.verify(ACME);
    AuditLog paged =
        new ForwardingAuditLog(memory) {
          @Override
          public List<AuditEntry> read(TenantId tenant, long from, int limit) {
            return super.read(tenant, from, Math.min(limit, page));
          }
        };

    assertThat(chain(paged).verify(ACME)).isEqualTo(whole);
    assertThat(whole.intact()).isTrue();
  }

  /** A second row in a place is found wherever a page ends. */
  @Property(tries = 50)
  void verify_repeatedRowAndAnyPageSize_isFound(
      @ForAll @IntRange(min = 2, max = 9) int page, @ForAll @IntRange(max = 39) int repeated) {
    MemoryAuditLog memory = new MemoryAuditLog();
    UnsignedAuditChain chain = chain(memory);
    memory.stage(
        ACME, IntStream.range(0, 40).mapToObj(i -> chain.prepare(event(i).build())).toList());
    chain.sequence();
    Forgery forgery =
        new Forgery(memory.read(ACME, 0, 40), memory.head(ACME).orElseThrow(), new Random(0));
    forgery.rows.add(repeated, forgery.rows.get(repeated));
    AuditLog paged =
        new ForwardingAuditLog(forgery) {
          @Override
          public List<AuditEntry> read(TenantId tenant, long from, int limit) {
            return super.read(tenant, from, Math.min(limit, page));
          }
        };

    assertThat(chain(paged).verify(ACME).findings())
        .anyMatch(f -> f.code().equals("seq-repeated") && f.seq() == repeated)
        .anyMatch(f -> f.code().equals("id-repeated") && f.seq() == repeated);
  }

  @Property(tries = 500)
  void prepare_anyFieldsThatAreAllowed_isTheirCanonicalForm(
      @ForAll("fields") Map<String, String> fields) {
    AuditEvent.Builder event = event(1);
    fields.forEach(event::field);

    byte[] octets = chain(new MemoryAuditLog()).prepare(event.build()).octets();

    JsonValue staged = JsonValue.parse(octets, JsonLimits.STANDARD);
    assertThat(staged.canonicalBytes()).isEqualTo(octets);
    assertThat(page.allowsStaged(staged)).isTrue();
    fields.forEach((name, text) -> assertThat(((JsonObject) staged).string(name)).isEqualTo(text));
  }

  @Provide
  Arbitrary<Map<String, String>> fields() {
    return Arbitraries.maps(
            Arbitraries.of("actor", "tool", "model", "code", "run_id", "skill", "trace_id"),
            Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(512))
        .ofMaxSize(7);
  }

  @Property(tries = 500)
  void foreign_anyText_isATokenThatSaysItAll(@ForAll String text) {
    JsonObject fields = event(1).foreign("tool", text).build().fields();
    String token = fields.string("tool");

    assertThat(token).matches("[!-~]{1,512}");
    chain(new MemoryAuditLog()).prepare(event(1).foreign("tool", text).build());
    if (token.length() < 500 && !text.isEmpty()) {
      byte[] utf8 = text.getBytes(UTF_8);
      assertThat(percentDecoded(token)).isEqualTo(utf8);
    }
  }

  private static byte[] percentDecoded(String token) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] octets = token.getBytes(US_ASCII);
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '%') {
        out.write(Integer.parseInt(token.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.write(octets[i]);
      }
    }
    return out.toByteArray();
  }
}
