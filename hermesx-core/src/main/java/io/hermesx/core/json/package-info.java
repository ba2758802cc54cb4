// SPDX-License-Identifier: Apache-2.0
/**
 * JSON values, their strict text form, and strict validation.
 *
 * <p>Everything HermesX hashes, signs, compares or shows to a policy is a {@link
 * io.hermesx.core.json.JsonValue}: an immutable tree whose equality is that of its RFC 8785
 * canonical form. {@link io.hermesx.core.json.JsonValue#parse(String)} is the way in and refuses
 * whatever two parsers could read differently (duplicate keys, inexact integers, lone surrogates);
 * {@link io.hermesx.core.json.JsonValue#canonicalBytes()} is the way out to a digest; {@link
 * io.hermesx.core.json.JsonSchema} says whether a value has the agreed shape.
 *
 * <p>Not here: mapping to Java objects, streaming of large documents, JSON Lines, and other
 * notations.
 */
package io.hermesx.core.json;
