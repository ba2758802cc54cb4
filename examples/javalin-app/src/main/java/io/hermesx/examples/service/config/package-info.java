// SPDX-License-Identifier: Apache-2.0
/**
 * What the operator sets: {@link io.hermesx.examples.service.config.Configuration}, read from the
 * environment and checked before anything starts.
 */
@NullMarked
package io.hermesx.examples.service.config;

import org.jspecify.annotations.NullMarked;
