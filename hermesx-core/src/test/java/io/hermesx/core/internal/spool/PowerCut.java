// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import io.hermesx.core.HermesException;

/** What calls to a disk get from the moment that its power is off. */
final class PowerCut extends HermesException {

  private static final long serialVersionUID = 1L;

  PowerCut() {
    super("the power is off");
  }
}
