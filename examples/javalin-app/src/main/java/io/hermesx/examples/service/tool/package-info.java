// SPDX-License-Identifier: Apache-2.0
/**
 * What the service itself offers a model to call: {@link io.hermesx.examples.service.tool.Clock},
 * {@link io.hermesx.examples.service.tool.HttpGet} and {@link
 * io.hermesx.examples.service.tool.Shell}. Whether a call may be made is decided by the guard; what
 * a tool refuses by itself it says in its answer.
 */
@NullMarked
package io.hermesx.examples.service.tool;

import org.jspecify.annotations.NullMarked;
