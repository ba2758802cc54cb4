// SPDX-License-Identifier: Apache-2.0
/** The models behind the chat: {@code echo} and any OpenAI-compatible upstream. */
@NullMarked
package io.hermesx.examples.service.model;

import org.jspecify.annotations.NullMarked;
