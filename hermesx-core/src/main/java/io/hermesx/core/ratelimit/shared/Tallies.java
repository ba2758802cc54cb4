// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Tally;

/** Where a batch finds the tallies of its keys. */
@FunctionalInterface
public interface Tallies {

  /** Returns the tally of a key, the same each time it is asked; an unused one if it is new. */
  Tally find(Sha256 key, Layer layer);
}
