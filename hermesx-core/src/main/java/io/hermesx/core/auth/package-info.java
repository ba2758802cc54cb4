// SPDX-License-Identifier: Apache-2.0
/**
 * Who calls: {@link io.hermesx.core.auth.Principal} and {@link io.hermesx.core.auth.Actor}. The
 * host authenticates and hands the result in; keys and tokens are checked in sub-packages that come
 * with their own issue.
 */
package io.hermesx.core.auth;
