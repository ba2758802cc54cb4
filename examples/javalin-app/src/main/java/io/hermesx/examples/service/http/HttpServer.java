// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.Ticker;
import io.hermesx.examples.service.identity.KeyAuthentication;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route table behind a port. Thread-safe. */
public final class HttpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** At the end, how long a connection may be silent that has no request under way. */
  private static final long SHUTDOWN_IDLE_MILLIS = 200;

  private final Javalin javalin;

  private HttpServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts it.
   *
   * @param where where it listens
   * @param table what it answers
   * @param parts what it needs for that
   * @throws HttpStartException if it cannot listen there; the message says what to do
   */
  public static HttpServer start(Where where, RouteTable table, Parts parts) {
    Javalin javalin = Javalin.create(config -> configure(config, where, table, parts));
    try {
      javalin.start();
    } catch (RuntimeException e) {
      throw new HttpStartException(where, e);
    }
    return new HttpServer(javalin);
  }

  private static void configure(JavalinConfig config, Where where, RouteTable table, Parts parts) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.maxRequestSize = parts.limits().bodyBytes();
    config.router.ignoreTrailingSlashes = false;
    config.router.caseInsensitiveRoutes = false;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendDateHeader(true);
        });
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new EdgeProblems(parts.ids()));
          server.setStopTimeout(parts.limits().drain().toMillis());
        });
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector =
              new ServerConnector(server, new org.eclipse.jetty.server.HttpConnectionFactory(http));
          connector.setHost(where.address());
          connector.setPort(where.port());
          connector.setIdleTimeout(parts.limits().idle().toMillis());
          connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
          return connector;
        });
    Exchange exchange = new Exchange(parts);
    config.routes.before(exchange::begin);
    config.requestLogger.http(exchange::end);
    exchange.answerFailures(config);
    for (Route route : table.routes()) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(route.verb().name()),
          route.path(),
          context -> exchange.answer(context, route));
      if (route.verb() == Verb.GET) {
        // Javalin itself would answer 200, whoever asks and whatever GET says.
        config.routes.addHttpHandler(
            HandlerType.HEAD, route.path(), context -> exchange.answer(context, route));
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Takes no new requests, lets those under way end for a while, and ends. */
  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (RuntimeException e) {
      LOG.warn("requests were still under way after HERMESX_DRAIN_SECONDS and were cut off");
    }
  }

  /**
   * Where a server listens.
   *
   * @param address the address
   * @param port the port; 0 for any free one
   */
  public record Where(String address, int port) {}

  /**
   * What every request needs.
   *
   * @param limits what a client may take
   * @param keys who calls
   * @param ids where request ids come from
   * @param ticker how long requests take
   * @param observers who is told of each request
   */
  public record Parts(
      HttpLimits limits,
      KeyAuthentication keys,
      IdSource ids,
      Ticker ticker,
      List<Consumer<RequestFacts>> observers) {}
}
