// SPDX-License-Identifier: Apache-2.0

/**
 * The engine that executors share: it queues, starts, watches, captures and ends programs, and
 * leaves to a {@link io.hermesx.sandbox.run.Backend} how one is confined. Not for other modules.
 */
package io.hermesx.sandbox.run;
