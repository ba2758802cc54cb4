// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.Instants;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows and the head of one log in the hands of somebody who can write every table. It is a log
 * itself, with constraints removed: two rows may have one place.
 */
final class Forgery implements AuditLog {

  final List<AuditEntry> rows;
  @Nullable AuditHead head;
  private final Random random;

  Forgery(List<AuditEntry> rows, AuditHead head, Random random) {
    this.rows = new ArrayList<>(rows);
    this.head = head;
    this.random = random;
  }

  int last() {
    return rows.size() - 1;
  }

  /** A row with at least two before it and two after it, among the last eight. */
  int interior() {
    return rows.size() - 3 - random.nextInt(4);
  }

  /** Puts other octets into a row and nothing else. */
  void header(int row, byte[] header) {
    AuditEntry old = rows.get(row);
    rows.set(row, new AuditEntry(old.seq(), old.id(), header, old.leaf()));
  }

  /** As {@link #header(int, byte[])}, on the text of the header. */
  void text(int row, UnaryOperator<String> change) {
    header(row, change.apply(new String(rows.get(row).header(), UTF_8)).getBytes(UTF_8));
  }

  JsonObject json(int row) {
    return JsonObject.parseObject(new String(rows.get(row).header(), UTF_8));
  }

  /** Sets a member of a header. */
  void set(int row, String name, JsonValue value) {
    JsonObject.Builder changed = JsonObject.builder().put(name, value);
    json(row)
        .members()
        .forEach(
            (other, kept) -> {
              if (!other.equals(name)) {
                changed.put(other, kept);
              }
            });
    header(row, changed.build().canonicalBytes());
  }

  void set(int row, String name, long value) {
    set(row, name, JsonNumber.of(value));
  }

  void set(int row, String name, String value) {
    set(row, name, new JsonString(value));
  }

  /** Sets the leaf of a row to the hash of its header. */
  void rehash(int row) {
    AuditEntry old = rows.get(row);
    leaf(row, Sha256.raw(new byte[] {0}, old.header()));
  }

  void leaf(int row, Sha256 leaf) {
    AuditEntry old = rows.get(row);
    rows.set(row, new AuditEntry(old.seq(), old.id(), old.header(), leaf));
  }

  void columns(int row, long seq, UUID id) {
    AuditEntry old = rows.get(row);
    rows.set(row, new AuditEntry(seq, id, old.header(), old.leaf()));
  }

  /** Gives the rows the places 0, 1, 2 … in the columns, and leaves the headers alone. */
  void renumberColumns() {
    for (int i = 0; i < rows.size(); i++) {
      columns(i, i, rows.get(i).id());
    }
  }

  /** Gives headers and columns the places 0, 1, 2 …. */
  void renumber() {
    renumberColumns();
    for (int i = 0; i < rows.size(); i++) {
      set(i, "seq", i);
    }
  }

  /** Lets every writer count without a gap. */
  void recount() {
    Map<String, Long> counters = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String instance = ((JsonObject) json(i).require("writer")).string("instance");
      long counter = counters.merge(instance, 1L, Long::sum) - 1;
      set(
          i,
          "writer",
          JsonObject.builder().put("counter", counter).put("instance", instance).build());
    }
  }

  /** Chains every header from a row on to the leaf before it, and hashes again. */
  void relink(int from) {
    for (int i = from; i < rows.size(); i++) {
      Sha256 previous =
          i == 0
              ? Sha256.wrap(
                  NaiveLog.genesis(json(0).string("origin"), json(0).integer("rec_ts_us")))
              : rows.get(i - 1).leaf();
      set(i, "prev", Base64Digest.of(previous));
      rehash(i);
    }
  }

  /** Hashes a row that is no valid header, and chains the rows behind it to it. */
  void relinkAround(int row) {
    rehash(row);
    relink(row + 1);
  }

  /** Makes the head that of the rows. */
  void reseal() {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (AuditEntry row : rows) {
      frontier = frontier.append(row.leaf());
    }
    AuditHead old = head;
    head =
        new AuditHead(
            old == null ? json(0).string("origin") : old.origin(),
            rows.size(),
            rows.get(last()).leaf(),
            frontier,
            Instants.ofMicros(json(last()).integer("rec_ts_us")));
  }

  /** Redoes everything that can be redone. */
  void rewriteAll() {
    renumber();
    recount();
    relink(0);
    reseal();
  }

  @Override
  public List<TenantId> stagedTenants(int limit) {
    return List.of();
  }

  @Override
  public Map<TenantId, List<PreparedEvent>> staged(Collection<TenantId> tenants, int limit) {
    return Map.of();
  }

  @Override
  public Map<TenantId, AuditHead> heads(Collection<TenantId> tenants) {
    return head == null
        ? Map.of()
        : tenants.stream().collect(Collectors.toMap(tenant -> tenant, tenant -> head));
  }

  @Override
  public List<AppendResult> append(List<AuditAppend> appends) {
    throw new AssertionError("a verification appends nothing");
  }

  @Override
  public OptionalLong find(TenantId tenant, UUID event) {
    throw new AssertionError("a verification reads from the start to the end");
  }

  /** The nodes of the rows as they are now: whoever tampers redoes them. */
  @Override
  public List<Sha256> hashes(TenantId tenant, int level, long from, int limit) {
    List<Sha256> hashes = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (AuditEntry row : rows) {
      frontier =
          frontier.append(
              Sha256.raw(new byte[] {0}, row.header()),
              node -> {
                if (node.level() == level && node.index() >= from) {
                  hashes.add(node.hash());
                }
              });
    }
    return hashes.subList(0, Math.min(limit, hashes.size()));
  }

  @Override
  public List<EventBody> bodies(TenantId tenant, Collection<UUID> events) {
    throw new AssertionError("a verification of headers reads no bodies");
  }

  @Override
  public CheckpointLog checkpoints() {
    throw new AssertionError("nobody signs this log");
  }

  @Override
  public List<AuditEntry> read(TenantId tenant, long from, int limit) {
    return rows.stream()
        .filter(row -> row.seq() >= from)
        .sorted(Comparator.comparingLong(AuditEntry::seq))
        .limit(limit)
        .toList();
  }
}
