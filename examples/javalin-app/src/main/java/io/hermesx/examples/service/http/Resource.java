// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import java.util.List;

/** The routes of one kind of thing. */
@FunctionalInterface
public interface Resource {

  /** Its routes, always the same. */
  List<Route> routes();
}
