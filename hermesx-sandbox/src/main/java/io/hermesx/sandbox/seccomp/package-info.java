// SPDX-License-Identifier: Apache-2.0
/**
 * The filter of system calls, generated as classic BPF without any library: {@link
 * io.hermesx.sandbox.seccomp.SystemCallFilter} for x86-64 and arm64. The table {@code SystemCall}
 * says what is decided for which call, {@code ArgumentRules} what depends on arguments.
 *
 * <p>An executor writes {@link io.hermesx.sandbox.seccomp.SystemCallFilter#program()} to a file
 * that only it can write, once, and passes it on a descriptor: {@code exec bwrap --seccomp 9 "$@"
 * 9<"$FILE"}. {@code bwrap} installs it last, after namespaces and mounts are made, so that the
 * filter binds the program and not {@code bwrap} itself; it also sets {@code no_new_privs}. Where
 * {@link io.hermesx.sandbox.seccomp.Architecture#named} answers nothing, no filter can be claimed.
 */
package io.hermesx.sandbox.seccomp;
