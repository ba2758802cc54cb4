// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What is told of a request once it was answered: never what was in it.
 *
 * @param requestId its id
 * @param method its method
 * @param route the path as the table has it, or {@code unmatched}
 * @param status the answer's
 * @param took how long it took
 * @param tenant whose it was, if a key said so
 */
public record RequestFacts(
    String requestId,
    String method,
    String route,
    int status,
    Duration took,
    Optional<String> tenant) {}
