// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.tenant.TenantId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The names of logs: {@code installation/tenant}. */
final class LogName {

  /** What the tenant whose log is the log of logs is called. */
  static final String NAME = "hermesx:installation";

  /** The tenant whose log is the log of logs. */
  static final UUID LOG_OF_LOGS = UUID.fromString(TenantId.named(NAME).toString());

  private static final Pattern TENANT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private LogName() {}

  /** Reads a tenant id in its one spelling. */
  static Optional<UUID> tenant(String text) {
    return TENANT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /** The tenant of a log of an installation; empty if it is of another one, or no name of a log. */
  static Optional<UUID> tenant(String installation, String origin) {
    String start = installation + "/";
    return origin.startsWith(start) ? tenant(origin.substring(start.length())) : Optional.empty();
  }
}
