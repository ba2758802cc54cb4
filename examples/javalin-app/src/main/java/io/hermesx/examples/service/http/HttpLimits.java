// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import java.time.Duration;

/**
 * What a client may take of the server.
 *
 * @param bodyBytes the largest body, in octets
 * @param bodyDeadline how long a whole body may take
 * @param idle how long a connection may be silent
 * @param drain how long requests under way may go on when the server ends
 */
public record HttpLimits(long bodyBytes, Duration bodyDeadline, Duration idle, Duration drain) {}
