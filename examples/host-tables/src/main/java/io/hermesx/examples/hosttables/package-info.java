// SPDX-License-Identifier: Apache-2.0
/**
 * A shop that keeps its orders in tables of its own, under the boundary of ours: {@link
 * io.hermesx.examples.hosttables.Orders} in three ways, with plain JDBC, jOOQ and Hibernate.
 */
package io.hermesx.examples.hosttables;
