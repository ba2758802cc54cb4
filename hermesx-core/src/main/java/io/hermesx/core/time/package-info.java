// SPDX-License-Identifier: Apache-2.0
/**
 * Where time and randomness come from: {@link io.hermesx.core.time.Ticker}, {@link
 * io.hermesx.core.time.IdSource} and the JDK's {@code InstantSource}. The only package that may ask
 * the system; everything else is handed one of these, so every test decides what time it is.
 */
package io.hermesx.core.time;
