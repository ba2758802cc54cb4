// SPDX-License-Identifier: Apache-2.0
/**
 * Conversations and the runs inside them: {@link io.hermesx.core.session.Session} with its {@link
 * io.hermesx.core.session.SessionMessage}s, kept by {@link io.hermesx.core.session.Sessions}, and
 * {@link io.hermesx.core.session.RunId}. What a run may still do is counted by the loop breaker of
 * {@link io.hermesx.core.guard}.
 */
package io.hermesx.core.session;
