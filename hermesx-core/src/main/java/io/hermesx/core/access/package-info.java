// SPDX-License-Identifier: Apache-2.0
/**
 * What somebody may do at all: {@link io.hermesx.core.access.Rights}, sets of scopes. Which tool
 * with which arguments is the business of {@link io.hermesx.core.policy}; who somebody is, of
 * {@link io.hermesx.core.auth}.
 */
package io.hermesx.core.access;
