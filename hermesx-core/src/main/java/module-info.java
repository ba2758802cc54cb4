// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Contracts, values, the guard pipeline and in-memory reference implementations. */
@NullMarked
module io.hermesx.core {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.networknt.schema;
  requires static transitive org.jspecify;

  exports io.hermesx.core;
  exports io.hermesx.core.json;
}
