// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth;

/** What a principal is. */
public enum PrincipalKind {
  /** A person. Only persons approve. */
  USER,
  /** An agent profile acting for somebody. */
  AGENT,
  /** A program that acts for itself, such as a nightly job. */
  SERVICE
}
