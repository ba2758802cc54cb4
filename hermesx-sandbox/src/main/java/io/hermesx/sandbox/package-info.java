// SPDX-License-Identifier: Apache-2.0

/**
 * Sandboxes for tools: process, bubblewrap, Docker, gVisor and WebAssembly. It has no code yet:
 * {@code io.hermesx.core.sandbox} holds the contract that will be implemented here.
 */
package io.hermesx.sandbox;
