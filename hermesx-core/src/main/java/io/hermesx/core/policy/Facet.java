// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

/** What of a request a rule looks at, in the order in which it looks. */
enum Facet {
  RESOURCE,
  PRINCIPAL,
  ROLE,
  AGENT,
  TOOL_EFFECT,
  DATA_CLASS,
  SIGNAL,
  ARGUMENTS,
  /** Everything fits. */
  NONE
}
