// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.Sha256;
import java.util.UUID;

/**
 * What something else says of a log at one size.
 *
 * @param tenant whose log it is
 * @param size how many events it had
 * @param root the root of its tree
 * @param source who says so
 * @param place where: the event of the log of logs, the line of the anchor file
 */
record KnownRoot(UUID tenant, long size, Sha256 root, RootSource source, long place) {}
