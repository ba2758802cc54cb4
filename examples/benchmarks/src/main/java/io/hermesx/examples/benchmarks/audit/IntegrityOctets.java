// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.benchmarks.Report;

/**
 * What an event takes on disk only so that it cannot be changed unnoticed: its leaf, the leaf
 * before it and its place inside the header, its place in the row, and its share of the nodes.
 */
final class IntegrityOctets {

  private static final String SQL =
      """
      select round((e.leaf + e.seq + e.named + n.nodes) / e.events, 1) || ' (' ||
        round(e.leaf / e.events, 1) || ' leaf, ' || round(e.seq / e.events, 1) || ' place, ' ||
        round(e.named / e.events, 1) || ' place and leaf before in the header, ' ||
        round(n.nodes / e.events, 2) || ' nodes)'
      from (select count(*)::numeric as events, sum(pg_column_size(leaf)) as leaf,
          sum(pg_column_size(seq)) as seq,
          sum(octet_length(substring(convert_from(header, 'UTF8') from '"prev":"[^"]*",')) +
            octet_length(substring(convert_from(header, 'UTF8') from '"seq":[0-9]*,'))) as named
        from hermesx.audit_events where tenant_id = '%1$s') e,
        (select coalesce(sum(pg_column_size(n.*)), 0) as nodes
        from hermesx.audit_nodes n where tenant_id = '%1$s') n
      """;

  private final AuditServer server;

  IntegrityOctets(AuditServer server) {
    this.server = server;
  }

  void print(TenantId tenant) {
    Report.print(
        "audit-integrity-octets: %s an event (goal: at most 120)%n",
        server.ask(SQL.formatted(tenant)));
  }
}
