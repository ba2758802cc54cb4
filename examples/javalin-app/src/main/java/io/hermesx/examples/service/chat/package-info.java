// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenAI-compatible chat and the tools routes: {@link
 * io.hermesx.examples.service.chat.ChatRoutes} and {@link
 * io.hermesx.examples.service.chat.ToolRoutes}. Every model and every tool is called through the
 * guard; here is only what turns HTTP into a guarded call and its outcome into HTTP. Who answers is
 * the business of {@code model}, what the service's own tools do of {@code tool}.
 */
@NullMarked
package io.hermesx.examples.service.chat;

import org.jspecify.annotations.NullMarked;
