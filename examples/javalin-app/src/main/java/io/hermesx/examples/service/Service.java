// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.core.auth.apikey.ApiKeySecret;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.store.Store;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.time.Ticker;
import io.hermesx.examples.service.chat.ChatParts;
import io.hermesx.examples.service.chat.ChatRoutes;
import io.hermesx.examples.service.chat.ToolRoutes;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import io.hermesx.examples.service.database.Database;
import io.hermesx.examples.service.database.Databases;
import io.hermesx.examples.service.http.HttpLimits;
import io.hermesx.examples.service.http.HttpServer;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.RouteTable;
import io.hermesx.examples.service.http.Writes;
import io.hermesx.examples.service.identity.KeyAuthentication;
import io.hermesx.examples.service.identity.Platform;
import io.hermesx.examples.service.log.LogLevel;
import io.hermesx.examples.service.log.RequestLog;
import io.hermesx.examples.service.metric.Metrics;
import io.hermesx.examples.service.model.EchoModel;
import io.hermesx.examples.service.model.Endpoint;
import io.hermesx.examples.service.model.OpenAiModel;
import io.hermesx.examples.service.resource.ApiKeyRoutes;
import io.hermesx.examples.service.resource.ApprovalRoutes;
import io.hermesx.examples.service.resource.AuditEventRoutes;
import io.hermesx.examples.service.resource.AuditExportRoutes;
import io.hermesx.examples.service.resource.AuditProofRoutes;
import io.hermesx.examples.service.resource.AuditRoutes;
import io.hermesx.examples.service.resource.AuditStatusRoutes;
import io.hermesx.examples.service.resource.HealthRoutes;
import io.hermesx.examples.service.resource.MeRoutes;
import io.hermesx.examples.service.resource.MetricsRoutes;
import io.hermesx.examples.service.resource.NewKeys;
import io.hermesx.examples.service.resource.ReceiptRoutes;
import io.hermesx.examples.service.resource.SandboxPolicyRoutes;
import io.hermesx.examples.service.resource.SessionRoutes;
import io.hermesx.examples.service.resource.TenantRoutes;
import io.hermesx.examples.service.resource.UsageRoutes;
import io.hermesx.examples.service.sandbox.ServiceSandbox;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The service: a database, a guard over it, and HTTP in front of both. {@link #start} answers once
 * requests are taken; {@link #close} lets those under way end and leaves nothing running.
 */
public final class Service implements AutoCloseable {

  private final Opened parts;
  private final HttpServer http;
  private final Optional<ApiKeySecret> bootstrapKey;
  private final Path auditPolicy;

  private Service(Opened parts, HttpServer http, Optional<ApiKeySecret> key, Path auditPolicy) {
    this.parts = parts;
    this.http = http;
    this.bootstrapKey = key;
    this.auditPolicy = auditPolicy;
  }

  /**
   * Starts a service on the database of its configuration.
   *
   * @throws RuntimeException if it cannot; the message says what to do, and nothing is left running
   */
  public static Service start(Configuration configuration) {
    return start(configuration, () -> Databases.open(configuration));
  }

  /** Starts a service on a database, which it closes. */
  static Service start(Configuration configuration, Database database) {
    return start(configuration, () -> database);
  }

  private static Service start(Configuration configuration, Supplier<Database> opening) {
    LogLevel.set(configuration.text(Variable.LOG_LEVEL));
    Opened parts = new Opened();
    try {
      Metrics metrics = parts.add(new Metrics());
      // First, because it takes a while beside everything else; closed when nobody calls any more.
      ServiceSandbox sandbox = parts.add(ServiceSandbox.open(configuration, metrics.sandbox()));
      InstantSource clock = SystemSources.clock();
      Governance.Sources sources =
          new Governance.Sources(clock, IdSource.secure(clock), metrics, sandbox);
      Database database = parts.add(opening.get());
      return start(configuration, database, sources, parts);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private static Service start(
      Configuration configuration, Database database, Governance.Sources sources, Opened parts) {
    InstantSource clock = sources.clock();
    Metrics metrics = sources.metrics();
    Governance governance = parts.add(Governance.start(configuration, database.store(), sources));
    metrics.watch(database.gauges());
    metrics.watch(database.store().auditLog(), clock);
    metrics.watch(governance.trail().health().gauges());
    RouteTable table = RouteTable.of(resources(configuration, database, governance, sources));
    HttpServer http =
        HttpServer.start(
            new HttpServer.Where(
                configuration.text(Variable.BIND_ADDRESS), configuration.number(Variable.PORT)),
            table,
            new HttpServer.Parts(
                limits(configuration),
                new KeyAuthentication(database.store().directory()),
                sources.ids(),
                Ticker.system(),
                List.of(new RequestLog(), metrics)));
    parts.add(http);
    // Last, so that a port that is taken does not cost the key that is shown once.
    Platform platform = new Platform(database.store(), governance.audit(), sources.ids(), clock);
    Optional<ApiKeySecret> key =
        platform.bootstrap(Governance.budget(configuration), SystemSources.random());
    if (key.isEmpty() && configuration.truth(Variable.NEW_ADMIN_KEY)) {
      key = Optional.of(platform.replaceKey(SystemSources.random()));
    }
    return new Service(parts, http, key, governance.trail().policy());
  }

  private static List<Resource> resources(
      Configuration configuration,
      Database database,
      Governance governance,
      Governance.Sources sources) {
    Store store = database.store();
    Budget budget = Governance.budget(configuration);
    Writes writes = new Writes(store, governance.audit(), sources.ids(), sources.clock());
    NewKeys keys = new NewKeys(sources.ids(), SystemSources.random());
    ChatParts chat = chat(configuration, governance, sources);
    return List.of(
        new HealthRoutes(database, governance.trail().health()),
        new MeRoutes(),
        new TenantRoutes(store, writes, keys, budget),
        new ApiKeyRoutes(store, writes, keys),
        new SandboxPolicyRoutes(store, writes),
        new SessionRoutes(store, writes, sources.ids()),
        new ChatRoutes(chat),
        new ToolRoutes(chat),
        new ApprovalRoutes(governance.guard()),
        new UsageRoutes(store),
        new AuditRoutes(store.auditLog(), governance.audit()),
        new AuditProofRoutes(governance.trail().chain()),
        new AuditExportRoutes(
            store.auditLog(),
            governance.trail().chain(),
            configuration.text(Variable.INSTALLATION)),
        new AuditEventRoutes(store.auditLog(), governance.trail().chain()),
        new AuditStatusRoutes(governance.trail().health()),
        new ReceiptRoutes(store),
        new MetricsRoutes(sources.metrics()));
  }

  /** The upstream's models; where there is no upstream, one that says so. */
  private static ChatParts chat(
      Configuration configuration, Governance governance, Governance.Sources sources) {
    Optional<String> url = configuration.find(Variable.MODEL_URL);
    ModelClient model =
        url.isPresent()
            ? new OpenAiModel(
                Endpoint.of(url.get(), configuration.find(Variable.MODEL_KEY)), sources.clock())
            : new EchoModel();
    List<String> models = url.isPresent() ? configuration.models() : List.of(Governance.ECHO);
    return new ChatParts(governance.guard(), model, models, sources.ids(), sources.clock());
  }

  private static HttpLimits limits(Configuration configuration) {
    return new HttpLimits(
        configuration.number(Variable.BODY_LIMIT),
        configuration.seconds(Variable.BODY_SECONDS),
        configuration.seconds(Variable.IDLE_SECONDS),
        configuration.seconds(Variable.DRAIN_SECONDS));
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** The admin's key, at the very first start on this database, and where a new one was wanted. */
  public Optional<ApiKeySecret> bootstrapKey() {
    return bootstrapKey;
  }

  /** The file with the public keys of the audit trail, for those who verify. */
  public Path auditPolicy() {
    return auditPolicy;
  }

  /** Takes no new requests, lets those under way end, and closes everything it started. */
  @Override
  public void close() {
    parts.close();
  }

  /** Runs a service until the process is told to end. */
  public static void main(String[] args) {
    Console.run(System.getenv());
  }
}
