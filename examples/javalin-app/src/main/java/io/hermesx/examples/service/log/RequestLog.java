// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.log;

import io.hermesx.examples.service.http.RequestFacts;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request: which route, what became of it, how long; never what was in it. */
public final class RequestLog implements Consumer<RequestFacts> {

  private static final Logger LOG = LoggerFactory.getLogger("io.hermesx.examples.service.request");

  @Override
  public void accept(RequestFacts facts) {
    LOG.atInfo()
        .addKeyValue("method", facts.method())
        .addKeyValue("route", facts.route())
        .addKeyValue("status", facts.status())
        .addKeyValue("ms", facts.took().toNanos() / 1_000_000.0)
        .log("request");
  }
}
