// SPDX-License-Identifier: Apache-2.0
/**
 * Who may do what with which arguments: {@link io.hermesx.core.policy.PolicyDecisionPoint}, and the
 * built-in rules. Deny beats require-approval beats allow, and silence denies. Scopes are {@link
 * io.hermesx.core.access}; agreeing in person is {@link io.hermesx.core.approval}.
 */
package io.hermesx.core.policy;
