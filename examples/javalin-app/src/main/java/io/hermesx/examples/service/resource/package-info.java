// SPDX-License-Identifier: Apache-2.0
/**
 * What the API offers, one class for the routes of each kind of thing. What they have in common is
 * in {@link io.hermesx.examples.service.http}; chat and tools have a room of their own.
 */
@NullMarked
package io.hermesx.examples.service.resource;

import org.jspecify.annotations.NullMarked;
