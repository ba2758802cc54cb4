// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.format.AuditOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    return template()
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
