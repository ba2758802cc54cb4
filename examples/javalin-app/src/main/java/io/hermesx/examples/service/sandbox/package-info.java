// SPDX-License-Identifier: Apache-2.0
/**
 * Where programs of tools run: {@link io.hermesx.examples.service.sandbox.ServiceSandbox} finds out
 * what this host can hold while the service starts, and what that makes of the tool {@code shell}.
 */
@NullMarked
package io.hermesx.examples.service.sandbox;

import org.jspecify.annotations.NullMarked;
