// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The table of V19__sandbox_policies.sql. */
final class SandboxPolicyTable {

  static final Table<Record> SANDBOX_POLICIES = table(name("hermesx", "sandbox_policies"));
  static final Field<UUID> TENANT_ID = field(name("tenant_id"), SQLDataType.UUID);
  static final Field<Long> VERSION = field(name("version"), SQLDataType.BIGINT);
  static final Field<Boolean> REMOVED = field(name("removed"), SQLDataType.BOOLEAN);
  static final Field<Instant> UPDATED_AT = field(name("updated_at"), SQLDataType.INSTANT);
  private static final Field<Boolean> ENABLED = field(name("enabled"), SQLDataType.BOOLEAN);
  private static final Field<Boolean> NETWORK = field(name("network"), SQLDataType.BOOLEAN);
  private static final Field<Long> WALL = field(name("wall_nanos"), SQLDataType.BIGINT);
  private static final Field<Long> CPU = field(name("cpu_nanos"), SQLDataType.BIGINT);
  private static final Field<Long> MEMORY = field(name("memory_bytes"), SQLDataType.BIGINT);
  private static final Field<Integer> PROCESSES = field(name("processes"), SQLDataType.INTEGER);
  private static final Field<Long> DISK = field(name("disk_bytes"), SQLDataType.BIGINT);
  private static final Field<Integer> FILES = field(name("files"), SQLDataType.INTEGER);
  private static final Field<Integer> OPEN_FILES = field(name("open_files"), SQLDataType.INTEGER);
  private static final Field<Integer> OUTPUT = field(name("output_bytes"), SQLDataType.INTEGER);
  private static final Field<Long> MAX_OUTPUT = field(name("max_output_bytes"), SQLDataType.BIGINT);
  private static final Field<String[]> TOOLS =
      field(name("tools"), SQLDataType.CLOB.getArrayDataType());
  private static final Field<String[]> REQUIRED =
      field(name("required"), SQLDataType.CLOB.getArrayDataType());

  /** Every column of a policy that was not removed. */
  static final List<Field<?>> COLUMNS =
      List.of(
          VERSION,
          UPDATED_AT,
          ENABLED,
          NETWORK,
          WALL,
          CPU,
          MEMORY,
          PROCESSES,
          DISK,
          FILES,
          OPEN_FILES,
          OUTPUT,
          MAX_OUTPUT,
          TOOLS,
          REQUIRED);

  private SandboxPolicyTable() {}

  /** The columns that say what the policy says. */
  static Map<Field<?>, Object> of(SandboxPolicy policy) {
    SandboxLimits limits = policy.limits();
    Map<Field<?>, Object> row = new LinkedHashMap<>();
    row.put(REMOVED, false);
    row.put(ENABLED, policy.enabled());
    row.put(NETWORK, policy.network());
    row.put(WALL, limits.wall().toNanos());
    row.put(CPU, limits.cpu().toNanos());
    row.put(MEMORY, limits.memoryBytes());
    row.put(PROCESSES, limits.processes());
    row.put(DISK, limits.diskBytes());
    row.put(FILES, limits.files());
    row.put(OPEN_FILES, limits.openFiles());
    row.put(OUTPUT, limits.outputBytes());
    row.put(MAX_OUTPUT, limits.maxOutputBytes());
    row.put(TOOLS, policy.tools().map(SandboxPolicyTable::sorted).orElse(null));
    row.put(REQUIRED, policy.required().stream().map(Enum::name).sorted().toArray(String[]::new));
    return row;
  }

  private static String[] sorted(Set<String> tools) {
    return tools.stream().sorted().toArray(String[]::new);
  }

  static TenantSandboxPolicy read(Record row) {
    SandboxLimits limits =
        new SandboxLimits(
            Duration.ofNanos(row.get(WALL)),
            Duration.ofNanos(row.get(CPU)),
            row.get(MEMORY),
            row.get(PROCESSES),
            row.get(DISK),
            row.get(FILES),
            row.get(OPEN_FILES),
            row.get(OUTPUT),
            row.get(MAX_OUTPUT));
    SandboxPolicy policy =
        new SandboxPolicy(
            row.get(ENABLED),
            limits,
            Optional.ofNullable(row.get(TOOLS)).map(Set::of),
            row.get(NETWORK),
            guarantees(row.get(REQUIRED)));
    return new TenantSandboxPolicy(policy, row.get(VERSION), row.get(UPDATED_AT));
  }

  private static Set<Guarantee> guarantees(String[] names) {
    EnumSet<Guarantee> known = EnumSet.noneOf(Guarantee.class);
    for (String name : names) {
      known.add(guarantee(name));
    }
    return known;
  }

  private static Guarantee guarantee(String name) {
    try {
      return Guarantee.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          "the sandbox policy requires the guarantee "
              + name
              + ", which this version of HermesX does not know; upgrade it, or write the policy"
              + " anew with the version that wrote it",
          StoreFailure.REFUSED,
          e);
    }
  }
}
