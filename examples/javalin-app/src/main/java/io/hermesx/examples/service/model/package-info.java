// SPDX-License-Identifier: Apache-2.0
/**
 * Where answers come from: {@link io.hermesx.examples.service.model.OpenAiModel} asks any upstream
 * that speaks OpenAI's chat completions, {@link io.hermesx.examples.service.model.EchoModel}
 * answers where none is configured. Whether a model may be asked at all is decided by the guard
 * before either is called; what our own clients send is the business of {@code chat}.
 */
@NullMarked
package io.hermesx.examples.service.model;

import org.jspecify.annotations.NullMarked;
