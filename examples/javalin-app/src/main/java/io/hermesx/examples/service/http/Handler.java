// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

/** What a route does. Runs on the request's thread and may block. */
@FunctionalInterface
public interface Handler {

  /**
   * Answers a call that passed the route's checks: the caller is known and holds the scope, the
   * body fits the schema.
   *
   * @throws ProblemException where the answer is a problem
   */
  Reply handle(Call call);
}
