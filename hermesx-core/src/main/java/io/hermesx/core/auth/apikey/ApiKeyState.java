// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

/** Whether an API key opens anything. */
public enum ApiKeyState {
  /** It does. */
  ACTIVE,
  /** Its time is over. */
  EXPIRED,
  /** It was taken back. */
  REVOKED
}
