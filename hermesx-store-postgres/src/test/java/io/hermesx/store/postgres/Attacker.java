// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.ContextKey.Purpose;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;

/** Who attacks: a login, what it says about its tenant, and the error where a row is met. */
enum Attacker {
  /** Any SQL of the application login, in a transaction of another tenant. */
  APPLICATION(sealed(), ""),
  NO_TENANT(null, "HX001"),
  EMPTY("", "HX001"),
  BLANK(" ", "HX005"),
  GARBAGE("acme", "HX005"),
  INJECTED(Tenants.A + "' or true --", "HX005"),
  UNSEALED(Tenants.A.toString(), "HX005"),
  BRACED("{" + Tenants.A + "}", "HX005"),
  FORGED(Tenants.A + "t" + "0".repeat(64), "HX005"),
  SEAL_OF_ANOTHER(Tenants.A + sealed().substring(36), "HX005"),
  SEAL_OF_ANOTHER_PURPOSE(Tenants.B + "a" + sealed().substring(37), "HX005"),
  ONE_DIGIT(sealed().substring(0, 100) + (sealed().endsWith("0") ? "1" : "0"), "HX005"),
  UPPER_CASE(sealed().toUpperCase(Locale.ROOT), "HX005"),
  LONGER(sealed() + "0", "HX005"),
  SHORTER(sealed().substring(0, 100), "HX005"),
  OTHER_DIGITS(sealed().replace('0', '\u0660').replace('1', '\uff11'), "HX005"),
  OF_NO_TENANT(EmbeddedServer.contextKey().sealSystem(), "HX001"),
  /** The host's own SQL, in a transaction that it opened and the store joined. */
  JOINED(null, "") {
    @Override
    Session begin(AttackLogins logins) throws SQLException {
      return Session.joined(
          logins.of(TestDatabase.APPLICATION), logins.store(), new TenantId(Tenants.B));
    }
  },
  WRITER("hermesx_writer", sealed(), "", ""),
  AUDITOR("hermesx_auditor", sealed(), "", ""),
  MAINTENANCE("hermesx_maintenance", sealed(), "", ""),
  ADMIN("hermesx_admin", sealed(), "", "HX007"),
  ADMINISTERING("hermesx_admin", null, "select hermesx.administer('eve', 'a look')", "");

  /** The tenant that is attacked. */
  static final UUID A = Tenants.A;

  /** The tenant of the attacker. */
  static final UUID B = Tenants.B;

  /** Known before the attackers are. */
  private static final class Tenants {
    static final UUID A = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    static final UUID B = UUID.fromString("00000000-0000-7000-8000-00000000000b");
  }

  private final String role;
  private final String context;
  private final String first;
  private final String error;

  Attacker(String context, String error) {
    this(TestDatabase.APPLICATION, context, "", error);
  }

  Attacker(String role, String context, String first, String error) {
    this.role = role;
    this.context = context;
    this.first = first;
    this.error = error;
  }

  private static String sealed() {
    return EmbeddedServer.contextKey().seal(Tenants.B, Purpose.TENANT);
  }

  /** The SQLSTATE with which whoever has the right meets a row; empty if there is none. */
  String error() {
    return error;
  }

  Session begin(AttackLogins logins) throws SQLException {
    Session session = Session.begin(logins.of(role), context);
    if (!first.isEmpty()) {
      session.attempt(first);
    }
    return session;
  }
}
