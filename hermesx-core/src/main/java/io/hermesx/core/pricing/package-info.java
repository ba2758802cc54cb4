// SPDX-License-Identifier: Apache-2.0
/**
 * What things cost: {@link io.hermesx.core.pricing.PriceBook}. Whether there is money for it is
 * {@link io.hermesx.core.budget}.
 */
package io.hermesx.core.pricing;
