// SPDX-License-Identifier: Apache-2.0
/**
 * Keys that programs authenticate with: {@link io.hermesx.core.auth.apikey.ApiKeySecret} is the
 * text that its holder keeps, {@link io.hermesx.core.auth.apikey.ApiKey} what the store knows of
 * it, which is never the text. Finding the tenant of a key is the business of {@link
 * io.hermesx.core.store.Directory}.
 */
package io.hermesx.core.auth.apikey;
