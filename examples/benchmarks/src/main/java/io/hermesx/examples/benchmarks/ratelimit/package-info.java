// SPDX-License-Identifier: Apache-2.0
/**
 * What rate limiting costs beside Bucket4j: {@link
 * io.hermesx.examples.benchmarks.ratelimit.RateSuite} runs one {@link
 * io.hermesx.examples.benchmarks.ratelimit.Contest} a figure, and each measures both sides in turns
 * with the same requests and threads.
 */
package io.hermesx.examples.benchmarks.ratelimit;
