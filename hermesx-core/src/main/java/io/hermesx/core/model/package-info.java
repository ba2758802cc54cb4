// SPDX-License-Identifier: Apache-2.0
/**
 * Asking a model: {@link io.hermesx.core.model.ModelClient} is what a host implements for its
 * provider, {@link io.hermesx.core.model.ModelRequest} and {@link
 * io.hermesx.core.model.ModelAnswer} go through it. Prices are {@link io.hermesx.core.pricing}.
 */
package io.hermesx.core.model;
