// SPDX-License-Identifier: Apache-2.0
/** OpenAI's own Java client against the example service: only the base URL and the key differ. */
package io.hermesx.examples.openai;
