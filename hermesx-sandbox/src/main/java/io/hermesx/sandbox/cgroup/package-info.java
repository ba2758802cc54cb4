// SPDX-License-Identifier: Apache-2.0
/**
 * Control groups of Linux, version 1, version 2 and both at once, as root and as a user to whom a
 * group was delegated.
 *
 * <p>An executor opens its {@link io.hermesx.sandbox.cgroup.ExecutorGroup} once, by {@link
 * io.hermesx.sandbox.cgroup.ControlGroups#open}, and takes from {@code facilities} what it can
 * claim and from {@code shortfalls} what to tell the operator. Before it claims a guarantee it
 * tries: a shell that enters, forks once too often, and touches too much memory.
 *
 * <p>For each execution:
 *
 * <ol>
 *   <li>{@code claim(limits)} answers an empty group under these limits;
 *   <li>a shell writes its process number into each of {@code entryFiles()} and gives up if a write
 *       fails, before it executes anything: {@code for f in ...; do echo $$ > "$f" || exit 125;
 *       done};
 *   <li>at a time-out: first end the shell by its {@code Process} (it may not have entered yet),
 *       then {@code kill()};
 *   <li>{@code awaitEnd} until nobody runs; {@code usage()};
 *   <li>{@code close()} gives the group back; it ends and waits for whatever is left.
 * </ol>
 *
 * <p>The parent's name has process namespace, number and start time of the JVM. The next {@code
 * open} at the same place ends and removes what a JVM that is gone has left.
 */
package io.hermesx.sandbox.cgroup;
