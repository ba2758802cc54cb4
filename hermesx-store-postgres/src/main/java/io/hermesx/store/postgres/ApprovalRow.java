// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalState;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolName;
import io.hermesx.core.tool.ToolPin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;

/** Reads and writes the row of an approval. */
final class ApprovalRow {

  /** What an approval is read from. */
  static final List<Field<?>> COLUMNS = columns();

  private ApprovalRow() {}

  static Approval read(Record row) {
    return new Approval(
        new ApprovalId(row.get(ApprovalTable.ID)),
        ApprovalTable.REQUESTER.read(row).orElseThrow(),
        ApprovalTable.AGENT.read(row),
        new RunId(row.get(ApprovalTable.RUN)),
        new CallId(row.get(ApprovalTable.CALL)),
        new ToolName(row.get(ApprovalTable.TOOL)),
        new ToolPin(Sha256.wrap(row.get(ApprovalTable.PIN))),
        Sha256.wrap(row.get(ApprovalTable.DIGEST)),
        ExactText.fromStored(row.get(ApprovalTable.POLICY_VERSION)),
        ExactText.fromStored(row.get(ApprovalTable.ARGUMENTS)),
        ApprovalState.valueOf(row.get(ApprovalTable.STATE)),
        decision(row),
        row.get(ApprovalTable.REQUESTED_AT),
        row.get(ApprovalTable.EXPIRES_AT));
  }

  private static Optional<ApprovalDecision> decision(Record row) {
    return ApprovalTable.APPROVER
        .read(row)
        .map(
            approver ->
                new ApprovalDecision(
                    approver, row.get(ApprovalTable.APPROVED), row.get(ApprovalTable.DECIDED_AT)));
  }

  /** Returns the columns of an approval that nobody has decided, but the tenant. */
  static Map<Field<?>, Object> undecided(Approval approval) {
    Map<Field<?>, Object> row = new LinkedHashMap<>();
    row.put(ApprovalTable.ID, approval.id().value());
    row.putAll(ApprovalTable.REQUESTER.of(approval.requester()));
    approval.agent().ifPresent(agent -> row.putAll(ApprovalTable.AGENT.of(agent)));
    row.put(ApprovalTable.RUN, approval.run().value());
    row.put(ApprovalTable.CALL, approval.call().value());
    row.put(ApprovalTable.TOOL, approval.tool().value());
    row.put(ApprovalTable.PIN, approval.pin().digest().octets());
    row.put(ApprovalTable.DIGEST, approval.digest().octets());
    row.put(ApprovalTable.POLICY_VERSION, ExactText.toStored(approval.policyVersion()));
    row.put(ApprovalTable.ARGUMENTS, ExactText.toStored(approval.arguments()));
    row.put(ApprovalTable.STATE, approval.state().name());
    row.put(ApprovalTable.REQUESTED_AT, approval.requestedAt());
    row.put(ApprovalTable.EXPIRES_AT, approval.expiresAt());
    return row;
  }

  private static List<Field<?>> columns() {
    List<Field<?>> columns =
        new ArrayList<>(
            List.of(
                ApprovalTable.ID,
                ApprovalTable.RUN,
                ApprovalTable.CALL,
                ApprovalTable.TOOL,
                ApprovalTable.PIN,
                ApprovalTable.DIGEST,
                ApprovalTable.POLICY_VERSION,
                ApprovalTable.ARGUMENTS,
                ApprovalTable.STATE,
                ApprovalTable.APPROVED,
                ApprovalTable.DECIDED_AT,
                ApprovalTable.REQUESTED_AT,
                ApprovalTable.EXPIRES_AT));
    columns.addAll(ApprovalTable.REQUESTER.columns());
    columns.addAll(ApprovalTable.AGENT.columns());
    columns.addAll(ApprovalTable.APPROVER.columns());
    return List.copyOf(columns);
  }
}
