// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every route of the service, once. The server and the OpenAPI document are both made from it.
 *
 * @param routes the rows
 */
public record RouteTable(List<Route> routes) {

  /** Copies the rows; two of one name are refused. */
  public RouteTable {
    routes = List.copyOf(routes);
    Set<String> names = new HashSet<>();
    for (Route route : routes) {
      if (!names.add(route.name())) {
        throw new IllegalArgumentException("two routes are " + route.name() + "; take one away");
      }
    }
  }

  /** The table of several resources, and of the document about it. */
  public static RouteTable of(List<Resource> resources) {
    List<Route> all = new ArrayList<>();
    resources.forEach(resource -> all.addAll(resource.routes()));
    all.add(OpenApi.route(all));
    return new RouteTable(all);
  }
}
