// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;


/** The names under which receipts of time-stamp authorities are kept. */
final class StampNames {

  /** What such a name begins with. */
  static final String PREFIX = "rfc3161";

  private StampNames() {}
}
