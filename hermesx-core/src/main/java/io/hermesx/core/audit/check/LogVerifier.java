// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.sequence.Writer;
import io.hermesx.core.tenant.TenantId;
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
  private final AuditOrigin origin;
  private final MerkleFrontier remembered;
  private final AuditFindings findings = new AuditFindings();
  private final NodeCheck nodes;
  private final ChainCheck chain;
  private boolean rememberedSeen;

  /**
   * @param writer under which name, and with which key, the log was begun
   * @param remembered the tree after what this process appended itself
   */
  public LogVerifier(AuditLog log, TenantId tenant, Writer writer, MerkleFrontier remembered) {
    this.log = log;
    this.tenant = tenant;
    this.origin = writer.origin(tenant);
    this.remembered = remembered;
    this.nodes = new NodeCheck(log, tenant, findings);
    List<String> keys = List.of(writer.genesisKey(), ""); // a log may get its signer later
    this.chain = new ChainCheck(origin, keys, findings, ChainCheck.inMemory());
    this.rememberedSeen = remembered.size() == 0;
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
    findings.addIf(!rememberedSeen, AuditFault.HISTORY_CHANGED, remembered.size() - 1);
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

  private void compareMemory() {
    if (chain.tree().size() == remembered.size()) {
      rememberedSeen = chain.tree().equals(remembered);
    }
  }
}
