// SPDX-License-Identifier: Apache-2.0
/**
 * The example service: an agent's calls governed on a real PostgreSQL. {@link
 * io.hermesx.examples.service.Service} starts and ends it; its routes live in the rooms below.
 */
@NullMarked
package io.hermesx.examples.service;

import org.jspecify.annotations.NullMarked;
