// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample.kit;

import io.hermesx.core.architecture.HouseRulesTest;

/** A suite that needs a test which is not published with it. */
public final class NeedsTest {

  /** Reaches for it. */
  public Class<?> reach() {
    return HouseRulesTest.class;
  }
}
