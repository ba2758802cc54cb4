// SPDX-License-Identifier: Apache-2.0

/**
 * The service's signed audit trail: where its keys, the signer's state and its anchors are, how
 * they come into being, and whether they are well.
 */
@NullMarked
package io.hermesx.examples.service.audit;

import org.jspecify.annotations.NullMarked;
