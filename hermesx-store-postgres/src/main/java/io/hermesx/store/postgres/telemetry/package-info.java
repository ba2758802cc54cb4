// SPDX-License-Identifier: Apache-2.0
/**
 * What the store tells of its work on the database: {@link
 * io.hermesx.store.postgres.telemetry.Telemetry}, and what gives statements and transactions their
 * spans by the semantic conventions of OpenTelemetry, without a value. Hidden from hosts; {@code
 * docs/reference/telemetry.md} says what they see.
 */
package io.hermesx.store.postgres.telemetry;
