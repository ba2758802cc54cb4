// SPDX-License-Identifier: Apache-2.0
/** Who calls: a bearer key becomes a {@link io.hermesx.examples.service.identity.Caller}. */
@NullMarked
package io.hermesx.examples.service.identity;

import org.jspecify.annotations.NullMarked;
