// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.access;

/** The scopes that HermesX itself asks for, one an operation. */
public final class Scope {

  /** May have tools called. */
  public static final String TOOLS_INVOKE = "tools:invoke";

  /** May have models asked. */
  public static final String MODELS_CHAT = "models:chat";

  /** May decide another person's approvals. */
  public static final String APPROVALS_DECIDE = "approvals:decide";

  private Scope() {}
}
