// SPDX-License-Identifier: Apache-2.0
/**
 * Programs in bubblewrap: an empty root with read-only binds, all namespaces, no capability, a
 * filter of system calls, and cgroups where they can be had. One constant shell script ({@code
 * hop.sh}) puts a process under its limits before any other program runs in it; another ({@code
 * warden.sh}) ends what is left when the JVM has died.
 */
package io.hermesx.sandbox.bubblewrap;
