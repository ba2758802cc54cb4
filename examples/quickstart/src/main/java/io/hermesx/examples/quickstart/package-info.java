// SPDX-License-Identifier: Apache-2.0
/**
 * The first guarded calls: {@link io.hermesx.examples.quickstart.FirstCall} is one of them, {@link
 * io.hermesx.examples.quickstart.Quickstart} every answer that a call can get. Both run without any
 * server.
 */
package io.hermesx.examples.quickstart;
