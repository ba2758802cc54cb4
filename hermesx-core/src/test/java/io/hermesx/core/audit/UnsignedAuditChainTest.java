// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hermesx.core.Sha256;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.AuditChainContract;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.time.IdSource;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsignedAuditChainTest extends AuditChainContract {

  private static final TenantId ACME = TenantId.named("acme");

  @Override
  protected AuditLog newLog() {
    return new MemoryAuditLog();
  }

  @Override
  protected void stage(AuditLog log, TenantId tenant, List<PreparedEvent> events) {
    ((MemoryAuditLog) log).stage(tenant, events);
  }

  @Override
  protected AuditChain newChain(AuditLog log, InstantSource clock, IdSource ids) {
    return UnsignedAuditChain.builder(log).installation("contract").clock(clock).ids(ids).build();
  }

  private static UnsignedAuditChain.Builder builder() {
    return UnsignedAuditChain.builder(new MemoryAuditLog())
        .installation("audit.example.com/prod")
        .clock(MutableClock.create())
        .ids(TestIds.create());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "audit.example.com/prod", "a-b_c", "a//b"})
  void build_installationNameThatIsAllowed_isTaken(String name) {
    builder().installation(name).build().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "Prod", "a b", "a+b", "é", "a\n", ".a", "a:b"})
  void build_installationNameThatIsNot_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().installation(name).build())
        .withMessageContaining("1 to 128");
  }

  @Test
  void build_installationNameTooLong_isRefused() {
    builder().installation("a".repeat(128)).build().close();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().installation("a".repeat(129)).build());
  }

  @Test
  void build_somethingMissing_namesIt() {
    UnsignedAuditChain.Builder empty = UnsignedAuditChain.builder(new MemoryAuditLog());
    assertThatIllegalStateException().isThrownBy(empty::build).withMessageContaining("clock");
    empty.clock(MutableClock.create());
    assertThatIllegalStateException()
        .isThrownBy(empty::build)
        .withMessageContaining("installation");
    empty.installation("a");
    assertThatIllegalStateException().isThrownBy(empty::build).withMessageContaining("ids");
  }

  @Test
  void verify_everythingIsWrong_listsTenThousandFindingsAndSaysThereAreMore() {
    MemoryAuditLog memory = new MemoryAuditLog();
    UnsignedAuditChain chain =
        (UnsignedAuditChain) newChain(memory, MutableClock.create(), TestIds.create());
    TestIds ids = TestIds.stream(1);
    stage(
        memory,
        ACME,
        IntStream.range(0, 10_100)
            .mapToObj(i -> AuditEvent.builder(ACME, "t", ids.next(), MutableClock.START).build())
            .map(chain::prepare)
            .toList());
    chain.sequence();
    AuditLog tampered =
        new ForwardingAuditLog(memory) {
          @Override
          public List<AuditEntry> read(TenantId tenant, long from, int limit) {
            return super.read(tenant, from, limit).stream()
                .map(e -> new AuditEntry(e.seq(), e.id(), e.header(), Sha256.raw()))
                .toList();
          }
        };

    AuditVerification verification =
        newChain(tampered, MutableClock.create(), TestIds.create()).verify(ACME);

    assertThat(verification.events()).isEqualTo(10_100);
    assertThat(verification.findings()).hasSize(10_001);
    assertThat(verification.findings().get(0).code()).isEqualTo("leaf-mismatch");
    assertThat(verification.findings().get(10_000).code()).isEqualTo("more-findings");
  }

  @Test
  void commitment_otherSaltOrDigest_isAnotherOne() {
    Sha256 one = Sha256.raw(new byte[] {1});
    Sha256 two = Sha256.raw(new byte[] {2});

    assertThat(AuditCommitment.of(one, two))
        .isEqualTo(AuditCommitment.of(one, two))
        .isNotEqualTo(AuditCommitment.of(two, one))
        .isNotEqualTo(AuditCommitment.of(one, one));
  }
}
