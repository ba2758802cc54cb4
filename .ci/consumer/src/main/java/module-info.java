// SPDX-License-Identifier: Apache-2.0

/** A host that is a module itself. */
module host {
  requires io.hermesx.core;
}
