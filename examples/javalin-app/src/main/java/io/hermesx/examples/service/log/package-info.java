// SPDX-License-Identifier: Apache-2.0
/**
 * One line of JSON for each thing that happened: which request, of which tenant, how long; never
 * what was in it.
 */
@NullMarked
package io.hermesx.examples.service.log;

import org.jspecify.annotations.NullMarked;
