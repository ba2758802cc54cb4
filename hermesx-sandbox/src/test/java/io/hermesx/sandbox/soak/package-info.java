// SPDX-License-Identifier: Apache-2.0
/**
 * Many executions one after the other, after which nothing is left. How many is said by properties
 * of the test's JVM: {@code hermesx.sandbox.kills}, {@code hermesx.sandbox.closes}, {@code
 * hermesx.sandbox.runs} and {@code hermesx.sandbox.seed}.
 */
package io.hermesx.sandbox.soak;
