// SPDX-License-Identifier: Apache-2.0
/** The OpenAI-compatible chat and the tools routes. */
@NullMarked
package io.hermesx.examples.service.chat;

import org.jspecify.annotations.NullMarked;
