// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import org.jspecify.annotations.Nullable;

/** A database that cannot be used; the message says what to do, and holds no password. */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  DatabaseException(String message) {
    this(message, null);
  }
}
