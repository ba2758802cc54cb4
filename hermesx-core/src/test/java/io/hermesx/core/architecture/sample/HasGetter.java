// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

/** Names an accessor as a bean would, and inherits one that it cannot rename. */
public final class HasGetter extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Returns a name. */
  public String getName() {
    return "name";
  }

  @Override
  public String getMessage() {
    return "message";
  }
}
