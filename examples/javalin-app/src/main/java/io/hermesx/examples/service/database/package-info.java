// SPDX-License-Identifier: Apache-2.0
/**
 * The database the service keeps everything in: a PostgreSQL of its own under the data folder, or
 * one of the operator's. What is kept there is the business of {@code hermesx-store-postgres}.
 */
@NullMarked
package io.hermesx.examples.service.database;

import org.jspecify.annotations.NullMarked;
