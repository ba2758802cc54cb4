// SPDX-License-Identifier: Apache-2.0

/** A host that is a module itself. */
@SuppressWarnings("requires-automatic")
module host {
  requires embedded.postgres;
  requires io.hermesx.core;
  requires io.hermesx.store.postgres;
}
