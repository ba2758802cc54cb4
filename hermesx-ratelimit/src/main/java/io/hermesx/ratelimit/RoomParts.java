// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

/** What the rooms of a limiter share. */
record RoomParts(Capacity keys, Capacity refunds, PermitIds ids) {}
