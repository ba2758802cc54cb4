// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

/** Thrown where a spool is open already, in this process or another. */
public final class SpoolInUseException extends SpoolException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public SpoolInUseException(String message) {
    super(message);
  }
}
