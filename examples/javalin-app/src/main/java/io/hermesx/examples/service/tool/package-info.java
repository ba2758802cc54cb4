// SPDX-License-Identifier: Apache-2.0
/** The service's own tools. */
@NullMarked
package io.hermesx.examples.service.tool;

import org.jspecify.annotations.NullMarked;
