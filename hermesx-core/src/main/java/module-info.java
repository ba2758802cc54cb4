// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Contracts, values, the guard pipeline and in-memory reference implementations. */
@NullMarked
module io.hermesx.core {
  requires static org.jspecify;
}
