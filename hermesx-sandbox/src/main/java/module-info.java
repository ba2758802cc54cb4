// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Sandboxes for tools, from a local process to gVisor and WebAssembly. */
@NullMarked
@SuppressWarnings("requires-automatic")
module io.hermesx.sandbox {
  requires transitive io.hermesx.core;
  requires static io.opentelemetry.api;
  requires static io.opentelemetry.context;
  requires static org.jspecify;

  exports io.hermesx.sandbox;
}
