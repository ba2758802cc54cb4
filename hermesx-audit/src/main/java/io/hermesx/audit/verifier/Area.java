// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/** What a verdict is about. */
enum Area {
  /** Headers, chain and tree hold together and are what was signed. */
  INTEGRITY,
  /** Nothing is missing, at the end of a log least of all. */
  COMPLETENESS,
  /** The bodies are those that the headers name. */
  PAYLOAD,
  /** Those signed who may. */
  POLICY
}
