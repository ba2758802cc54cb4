// SPDX-License-Identifier: Apache-2.0
/**
 * What every route has in common: {@link io.hermesx.examples.service.http.Route} and the table of
 * them, from which both the server and the OpenAPI document are made, problems, pages, bodies and
 * idempotency. What a route does lives in the room of its resource.
 */
@NullMarked
package io.hermesx.examples.service.http;

import org.jspecify.annotations.NullMarked;
