// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.session;

import io.hermesx.core.internal.Names;

/**
 * The identity of a run: the chain of model and tool calls that one request of a person or a job
 * started. Caps on calls and turns count per run, and a {@code call id} of a model is unique within
 * its run.
 *
 * @param value 1 to 128 visible ASCII characters, chosen by the host or taken from an id source
 */
public record RunId(String value) {

  /** Checks the text. */
  public RunId {
    Names.requireToken("run id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
