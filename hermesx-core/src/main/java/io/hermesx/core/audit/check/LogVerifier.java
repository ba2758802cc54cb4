// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies one log: reads it from the start to where its head stood at the beginning, recomputes
 * everything, and compares the head. Others may append meanwhile. Good for one run.
 */
public final class LogVerifier {

  private static final int PAGE = 1_000;

  private final AuditLog log;
  private final TenantId tenant;
  private final AuditFindings findings = new AuditFindings();
  private final NodeCheck nodes;
  private final ChainCheck chain;
  private final List<Memory> memories = new ArrayList<>();

  /**
   * @param genesisKeys the verifier keys of which one may have begun the log; empty stands for none
   */
  public LogVerifier(AuditLog log, TenantId tenant, AuditOrigin origin, List<String> genesisKeys) {
    this.log = log;
    this.tenant = tenant;
    this.nodes = new NodeCheck(log, tenant, findings);
    this.chain = new ChainCheck(origin, genesisKeys, findings, ChainCheck.Seen.inMemory());
  }

  /**
   * Holds the log to a tree that it once had.
   *
   * @param size of how many events; nothing is held to an empty one
   * @param shorter what is wrong if it does not have so many
   * @param other what is wrong if it had another tree then
   */
  public void remember(long size, Sha256 root, AuditFault shorter, AuditFault other) {
    if (size > 0) {
      memories.add(new Memory(size, root, shorter, other));
    }
  }

  /**
   * Runs the verification.
   *
   * @param staged what is wrong with the stage
   */
  public AuditVerification run(Optional<AuditFault> staged) {
    Optional<AuditHead> head = log.head(tenant);
    if (head.isEmpty() && !log.read(tenant, 0, 1).isEmpty()) {
      head = log.head(tenant); // the first event may have come in between
      findings.addIf(head.isEmpty(), AuditFault.HEAD_MISSING, 0);
    }
    checkEntries(head.map(AuditHead::size).orElse(Long.MAX_VALUE));
    long events = chain.tree().size();
    head.map(HeadClaim::of).ifPresent(chain::compare);
    memories.forEach(memory -> findings.add(memory.fault(events), memory.size() - 1));
    staged.ifPresent(fault -> findings.add(fault, events));
    return new AuditVerification(events, chain.tree().root(), findings.toList());
  }

  /**
   * Reads up to a size. Each page starts with the last entry of the page before, so that a second
   * one in the same place is seen wherever a page ends.
   */
  private void checkEntries(long size) {
    long from = 0;
    int known = 0;
    List<AuditEntry> page = log.read(tenant, from, PAGE);
    while (page.size() > known) {
      for (AuditEntry entry : page.subList(known, page.size())) {
        if (entry.seq() >= size) {
          nodes.compare();
          checkBeyond(size);
          return;
        }
        chain.next(ReadEntry.of(entry), nodes::completed);
        compareMemory();
      }
      nodes.compare();
      long last = page.get(page.size() - 1).seq();
      known = last > from ? 1 : 0;
      from = known == 1 ? last : from + 1;
      page = log.read(tenant, from, PAGE);
    }
  }

  /** An entry behind the end is right only if the end has moved since. */
  private void checkBeyond(long size) {
    boolean moved = log.head(tenant).filter(head -> head.size() > size).isPresent();
    findings.addIf(!moved, AuditFault.ENTRY_BEYOND_HEAD, size);
  }

  /** Forgets what turned out to be so. */
  private void compareMemory() {
    long size = chain.tree().size();
    memories.removeIf(memory -> memory.size() == size && memory.root().equals(chain.tree().root()));
  }

  private record Memory(long size, Sha256 root, AuditFault shorter, AuditFault other) {

    AuditFault fault(long events) {
      return events < size ? shorter : other;
    }
  }
}
