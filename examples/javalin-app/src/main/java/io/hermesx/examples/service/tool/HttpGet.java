// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tool {@code http_get}: reads a page of a host that the operator allowed. Thread-safe; blocks.
 *
 * <p>A host that is not on the list is refused. Of one that is, every address it resolves to must
 * be public, and the connection goes to one of the addresses that were checked: a second answer of
 * the name server cannot switch it. TLS still verifies the name. Redirects are reported, not
 * followed; proxies are not used.
 *
 * <p>Not covered, and left to the guarded egress client that is to come: how long the system's
 * resolver may take, and a public address behind which a network routes back into itself.
 */
public final class HttpGet {

  private static final Duration MAX_TIME = Duration.ofSeconds(15);

  private final HostAllowList allowed;
  private final InstantSource clock;
  private final Network network;

  private HttpGet(HostAllowList allowed, InstantSource clock, Network network) {
    this.allowed = allowed;
    this.clock = clock;
    this.network = network;
  }

  /** How names become addresses, and which addresses may be asked. */
  record Network(Resolver resolver, Predicate<InetAddress> mayAsk) {

    static final Network PUBLIC = new Network(InetAddress::getAllByName, PublicAddress::is);
  }

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** Returns the tool, which asks only these hosts. */
  public static HostTool of(HostAllowList allowed, InstantSource clock) {
    return of(allowed, clock, Network.PUBLIC);
  }

  static HostTool of(HostAllowList allowed, InstantSource clock, Network network) {
    ToolDefinition definition =
        ToolDefinition.builder("http_get")
            .description(
                "Reads a page over HTTP or HTTPS and returns status, type and the beginning of its"
                    + " text. Only hosts that the operator of this service allowed can be read;"
                    + " redirects are not followed.")
            .effect(ToolEffect.PURE)
            .inputSchema(
                """
                {"type":"object",
                 "properties":{"url":{"type":"string","minLength":8,"maxLength":2048,
                   "description":"An http or https URL"}},
                 "required":["url"],
                 "additionalProperties":false}
                """)
            .build();
    return new HostTool(definition, new HttpGet(allowed, clock, network)::call);
  }

  private ToolResult call(ToolInvocation invocation) {
    Optional<Target> target = Target.parse(invocation.arguments().string("url"));
    if (target.isEmpty()) {
      return ToolResult.failed(
          "This is not a URL that can be read. Use http(s)://name/path in ASCII, without user"
              + " information; an internationalized name in its xn-- form.");
    }
    if (!allowed.allows(target.get().host(), target.get().port())) {
      return ToolResult.failed(
          "The host "
              + target.get().authority()
              + " is not allowed. The operator of this service can allow it by adding it to"
              + " HERMESX_HTTP_GET_HOSTS.");
    }
    Instant limit = clock.instant().plus(MAX_TIME);
    return read(
        target.get(), invocation.deadline().isBefore(limit) ? invocation.deadline() : limit);
  }

  private ToolResult read(Target target, Instant deadline) {
    try {
      InetAddress[] found = network.resolver().resolve(target.host());
      if (found.length == 0 || !Arrays.stream(found).allMatch(network.mayAsk())) {
        return ToolResult.failed(
            "The host "
                + target.host()
                + " has an address that is not public, so it is not read, although its name is"
                + " allowed.");
      }
      Page page = new PageReader(clock, deadline).read(target, found[0]);
      return new ToolResult(json(page).toJson(), page.status() >= 400);
    } catch (UnknownHostException e) {
      return ToolResult.failed("The host " + target.host() + " has no address.");
    } catch (IOException e) {
      return ToolResult.failed(
          "The page could not be read: " + e.getClass().getSimpleName() + ". Try again later.");
    }
  }

  private static JsonObject json(Page page) {
    JsonObject.Builder json =
        JsonObject.builder().put("status", page.status()).put("type", page.type());
    page.location().ifPresent(location -> json.put("redirect_not_followed", location));
    return json.put("text", page.text()).put("cut", page.cut()).build();
  }
}
