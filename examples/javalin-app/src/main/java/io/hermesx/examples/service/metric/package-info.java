// SPDX-License-Identifier: Apache-2.0
/** Numbers for Prometheus. */
@NullMarked
package io.hermesx.examples.service.metric;

import org.jspecify.annotations.NullMarked;
