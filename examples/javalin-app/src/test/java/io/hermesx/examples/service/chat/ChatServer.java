// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.auth.apikey.ApiKeySecret;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.LoopBreaker;
import io.hermesx.core.guard.LoopLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.pricing.ModelPrice;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.scan.Scanners;
import io.hermesx.core.store.TransactionalUsageRecorder;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.time.Ticker;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolResult;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.examples.service.http.HttpLimits;
import io.hermesx.examples.service.http.HttpServer;
import io.hermesx.examples.service.http.RouteTable;
import io.hermesx.examples.service.identity.KeyAuthentication;
import io.hermesx.examples.service.model.Endpoint;
import io.hermesx.examples.service.model.OpenAiModel;
import io.hermesx.examples.service.model.Upstream;
import io.hermesx.examples.service.tool.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The chat and tools routes on a port, over a guard in memory, with one tenant and two users. */
final class ChatServer implements AutoCloseable {

  static final long LIMIT = 1_000_000_000L;

  private static final ModelPrice PRICE = new ModelPrice(1_000_000, 500_000, 2_000_000);
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final InstantSource clock = SystemSources.clock();
  private final IdSource ids = IdSource.secure(clock);
  private final MemoryStore store = MemoryStore.create(clock);
  private final TenantId tenant = TenantId.named("acme");
  private final AtomicInteger toolRuns = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AgentGuard guard;
  private final HttpServer server;
  private final String key;
  private final String otherKey;

  private ChatServer(ModelClient model, RateLimiter rates, long budget, Duration idle) {
    UnsignedAuditChain audit =
        UnsignedAuditChain.builder(store.auditLog())
            .installation("test")
            .clock(clock)
            .ids(ids)
            .build();
    guard =
        AgentGuard.builder()
            .store(store)
            .audit(audit)
            .usage(new TransactionalUsageRecorder(store))
            .prices(PriceBook.of("1", Map.of("m", PRICE), Map.of()))
            .policy(policy())
            .tools(ToolCatalog.of(Clock.reading(clock), tool("transfer"), tool("secret_tool")))
            .scanner(Scanners.none())
            .loopBreaker(LoopBreaker.inMemory(LoopLimits.STANDARD, clock))
            .rateLimiter(rates)
            .sandbox(SandboxExecutor.refusing())
            .modelDeadline(Duration.ofSeconds(2))
            .build();
    ChatParts parts = new ChatParts(guard, model, List.of("m", "unpriced"), ids, clock);
    key = key(Principal.user("alice", "tools:invoke", "models:chat", "sessions:write"));
    otherKey = key(Principal.user("bob", "models:chat", "sessions:write"));
    store
        .forTenant(tenant)
        .tx(
            tx -> {
              tx.budgets().define(Budget.usd("all", budget, BudgetPeriod.MONTH));
              return 0;
            });
    server =
        HttpServer.start(
            new HttpServer.Where("127.0.0.1", 0),
            RouteTable.of(List.of(new ChatRoutes(parts), new ToolRoutes(parts))),
            new HttpServer.Parts(
                new HttpLimits(1 << 20, Duration.ofSeconds(10), idle, Duration.ZERO),
                new KeyAuthentication(store.directory()),
                ids,
                Ticker.system(),
                List.of()));
  }

  static ChatServer with(ModelClient model) {
    return new ChatServer(model, RateLimiter.unlimited(), LIMIT, IDLE);
  }

  static ChatServer with(ModelClient model, RateLimiter rates) {
    return new ChatServer(model, rates, LIMIT, IDLE);
  }

  static ChatServer withBudget(ModelClient model, long nanoUsd) {
    return new ChatServer(model, RateLimiter.unlimited(), nanoUsd, IDLE);
  }

  static ChatServer withIdle(ModelClient model, Duration idle) {
    return new ChatServer(model, RateLimiter.unlimited(), LIMIT, idle);
  }

  static ChatServer before(Upstream upstream) {
    return with(
        new OpenAiModel(
            Endpoint.of(upstream.baseUrl(), Optional.of("sk-upstream")), SystemSources.clock()));
  }

  private static RulePolicy policy() {
    return RulePolicy.of(
        Rule.allow("models").model("*"),
        Rule.allow("clock").tool("clock", "transfer"),
        Rule.requireApproval("transfers").tool("transfer"),
        Rule.deny("secret").tool("secret_tool"));
  }

  private Tool tool(String name) {
    ToolDefinition definition =
        ToolDefinition.builder(name).description("does it").noArguments().build();
    return new HostTool(
        definition,
        invocation -> {
          toolRuns.incrementAndGet();
          return ToolResult.of("done");
        });
  }

  private String key(Principal principal) {
    ApiKeySecret secret = ApiKeySecret.issue(SystemSources.random());
    ApiKey row =
        new ApiKey(
            new ApiKeyId(ids.next()),
            principal.id(),
            principal,
            secret.hint(),
            clock.instant(),
            Optional.empty(),
            Optional.empty());
    store
        .forTenant(tenant)
        .tx(
            tx -> {
              tx.tenants().create("Acme");
              return tx.apiKeys().create(row, secret.hash());
            });
    return secret.reveal();
  }

  HttpResponse<String> chat(String body, String... headers) {
    return post("/v1/chat/completions", body, headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(baseUrl() + path))
            .setHeader("Authorization", "Bearer " + key)
            .setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes a chat request on a connection of the test's own. */
  void writeChat(Socket socket, String body) throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + key
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + octets.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
  }

  /** Waits until so many calls have come to their end. */
  void awaitSettled(int calls) {
    while (usage().size() < calls) {
      Thread.onSpinWait();
    }
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  String bearerOfBob() {
    return "Bearer " + otherKey;
  }

  AgentGuard guard() {
    return guard;
  }

  MemoryStore store() {
    return store;
  }

  TenantId tenant() {
    return tenant;
  }

  IdSource ids() {
    return ids;
  }

  int toolRuns() {
    return toolRuns.get();
  }

  GuardContext approver() {
    return GuardContext.of(tenant, Principal.user("carol", "approvals:decide"), "desk");
  }

  List<Receipt> receipts() {
    return store.forTenant(tenant).readOnly(tx -> tx.receipts().list(Optional.empty(), 100));
  }

  List<UsageEvent> usage() {
    Instant now = clock.instant();
    return store
        .forTenant(tenant)
        .readOnly(
            tx ->
                tx.usage().list(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), 100));
  }

  BudgetState budget() {
    return store.forTenant(tenant).readOnly(tx -> tx.budgets().states(Dimensions.none()).get(0));
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonObject.parseObject(response.body());
  }

  @Override
  public void close() {
    server.close();
    guard.close();
  }
}
