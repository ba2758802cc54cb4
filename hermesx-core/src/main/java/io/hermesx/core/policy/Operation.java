// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.access.Scope;

/** What a policy decides on. */
public enum Operation {
  /** Calling a tool. */
  TOOL_INVOKE(Scope.TOOLS_INVOKE),
  /** Showing a tool to the model; decided as calling it, with arguments not known yet. */
  TOOL_LIST(Scope.TOOLS_INVOKE),
  /** Asking a model. */
  MODEL_CHAT(Scope.MODELS_CHAT),
  /** Deciding somebody else's approval. */
  APPROVAL_DECIDE(Scope.APPROVALS_DECIDE);

  private final String scope;

  Operation(String scope) {
    this.scope = scope;
  }

  /** Returns the scope that everybody who takes part must hold. */
  public String scope() {
    return scope;
  }
}
