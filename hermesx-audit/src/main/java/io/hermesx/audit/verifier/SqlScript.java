// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.format.AuditOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A script for psql that only reads, and emits the bundle of the logs in a database. */
final class SqlScript {

  private static final String ALL = "--all";

  /** Row-level security that would hide rows becomes an error. */
  private static final String SEE_ALL = "set local row_security = off;";

  /** The view is an error where no tenant is sealed, and for roles that have none. */
  private static final String SEE_ONE =
      """
      do $$
      begin
        if row_security_active('hermesx.audit_events') then
          if (select c.tenant from hermesx.current_tenant c) <> '{tenant}' then
            raise exception 'this session is sealed for another tenant than {tenant}'
              using hint = 'ask for its log, or seal the session for this tenant';
          end if;
        end if;
      end
      $$;""";

  /** What a line can hold; what cannot be there but for the owner of the tables is left out. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "{event}",
          "octet_length(e.leaf) = 32 and octet_length(e.header) between 1 and 16384"
              + " and e.seq between 0 and 9007199254740990",
          "{body}",
          "octet_length(b.path) <= 512 and octet_length(b.ciphertext) <= 1114112",
          "{node}",
          "octet_length(n.hash) = 32 and n.level between 1 and 7"
              + " and n.index between 0 and 9007199254740990"
              + " and n.index < 9223372036854775807 >> (8 * n.level)",
          "{checkpoint}",
          "octet_length(c.note) <= 262144 and c.size between 0 and 9007199254740991",
          "{anchor}",
          "octet_length(a.name) <= 128 and octet_length(a.receipt) <= 1048576"
              + " and a.size between 0 and 9007199254740991",
          "{head}",
          "h.origin is not null and h.size between 0 and 9007199254740991"
              + " and octet_length(h.previous) = 32"
              + " and octet_length(h.frontier) = 32 * bit_count(h.size::bit(64))"
              + " and h.last_recorded_at >= timestamptz 'epoch'"
              + " and h.last_recorded_at < timestamptz '10000-01-01 00:00:00Z'");

  private SqlScript() {}

  /** Writes the script that the words of a command ask for. */
  static String of(List<String> words) throws IOException {
    CommandLine line = CommandLine.read(words, Set.of("--installation", "--tenant"), Set.of(ALL));
    line.operands(0, "none");
    String installation =
        line.one("--installation")
            .orElseThrow(() -> new UsageException("the option --installation is missing"));
    Optional<UUID> tenant = line.one("--tenant").map(id -> VerifierCommand.tenant("--tenant", id));
    if (tenant.isPresent() == line.has(ALL)) {
      throw new UsageException("either --tenant UUID or --all is needed");
    }
    // Both are of alphabets without quotes.
    String script = template();
    for (Map.Entry<String, String> allowed : ALLOWED.entrySet()) {
      script = script.replace(allowed.getKey(), allowed.getValue());
    }
    return script
        .replace("{see}", tenant.isPresent() ? SEE_ONE : SEE_ALL)
        .replace("{installation}", requireName(installation))
        .replace("{log_of_logs}", LogName.LOG_OF_LOGS.toString())
        .replace("{tenant}", tenant.map(UUID::toString).orElse(""))
        .replace("{only}", tenant.map(id -> "tenant_id = '" + id + "'").orElse("true"));
  }

  private static String requireName(String installation) {
    try {
      return AuditOrigin.requireInstallation(installation);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--installation " + installation + ": " + e.getMessage());
    }
  }

  private static String template() throws IOException {
    try (InputStream text = SqlScript.class.getResourceAsStream("bundle.sql")) {
      return new String(
          Optional.ofNullable(text).orElse(InputStream.nullInputStream()).readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }
}
