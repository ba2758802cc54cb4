// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core;

/** What a call can be counted by, beside its tenant: limits and budgets match on these. */
public enum Dimension {
  /** The principal whose authority is used. */
  USER,
  /** The agent acting for the principal. */
  AGENT,
  /** The conversation. */
  SESSION,
  /** The chain of calls one request started. */
  RUN,
  /** The tool called. */
  TOOL,
  /** The model asked. */
  MODEL,
  /** The API key the principal came with. */
  API_KEY,
  /** The endpoint of the host that was called, such as {@code POST /v1/chat}. */
  ENDPOINT
}
