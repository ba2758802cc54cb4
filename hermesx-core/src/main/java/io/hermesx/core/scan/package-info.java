// SPDX-License-Identifier: Apache-2.0
/**
 * Looking at what goes in and comes out: {@link io.hermesx.core.scan.Scanner}, joined and chosen
 * through {@link io.hermesx.core.scan.Scanners}, put to a streamed text by {@link
 * io.hermesx.core.scan.StreamingScan}. A scanner notices and tightens; deciding is {@link
 * io.hermesx.core.policy}.
 */
package io.hermesx.core.scan;
