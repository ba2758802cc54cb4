// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import org.jspecify.annotations.Nullable;

/** Thrown where nothing was sent, so that another server may be asked. */
final class NotConnectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotConnectedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
