// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/**
 * What became of the payload that headers name.
 *
 * @param present bodies that are there and the same
 * @param missing bodies that are not there
 * @param altered bodies that are other ones
 */
public record BodyCounts(long present, long missing, long altered) {

  static final BodyCounts NONE = new BodyCounts(0, 0, 0);

  BodyCounts plus(BodyCounts more) {
    return new BodyCounts(present + more.present, missing + more.missing, altered + more.altered);
  }
}
