// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxUsage;
import java.time.Duration;

/**
 * What became of a program that was asked for.
 *
 * @param executor the name that the host gave the executor
 * @param outcome how it ended; the texts in it are for operators and may name paths of the host
 * @param began whether a program was started
 * @param waited from the question until the program was started, or until it was clear that none is
 * @param ended from when nothing of the program was left until its result was there: reading the
 *     rest of its output, collecting its files
 * @param usage what it used; {@code wall} is the time between {@code waited} and {@code ended}
 * @param outputBytes what it wrote to both streams, in octets, kept or not
 */
public record ObservedRun(
    String executor,
    SandboxOutcome outcome,
    boolean began,
    Duration waited,
    Duration ended,
    SandboxUsage usage,
    long outputBytes) {}
