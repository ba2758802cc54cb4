// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.access.Rights;
import io.hermesx.core.auth.Actor;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.internal.Names;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.session.RunId;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.TenantId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, in which run, and what is known of the conversation so far: everything a guarded call
 * depends on beside the call itself. It travels as an argument, never in a thread.
 *
 * <p>Immutable and thread-safe; the {@code with…} methods return changed copies.
 */
public final class GuardContext {

  private final Actor actor;
  private final RunId run;
  private final @Nullable SessionId session;
  private final @Nullable String traceId;
  private final @Nullable String dataClass;
  private final Set<String> signals;
  private final Entry entry;

  private GuardContext(
      Actor actor,
      RunId run,
      @Nullable SessionId session,
      @Nullable String traceId,
      @Nullable String dataClass,
      Set<String> signals,
      Entry entry) {
    this.actor = actor;
    this.run = run;
    this.session = session;
    this.traceId = traceId;
    this.dataClass = dataClass;
    this.signals = signals;
    this.entry = entry;
  }

  /** How the call came to the host, and who there hears of its rate limits. */
  private record Entry(
      @Nullable ApiKeyId apiKey, @Nullable String endpoint, Consumer<RateDecision> rates) {

    static final Entry UNKNOWN = new Entry(null, null, decision -> {});
  }

  /**
   * A context of an authenticated principal in a run.
   *
   * @param tenant the tenant of the principal, as authentication found it
   * @param principal the principal
   * @param run the run; 1 to 128 visible ASCII characters
   */
  public static GuardContext of(TenantId tenant, Principal principal, String run) {
    return new GuardContext(
        Actor.of(tenant, principal), new RunId(run), null, null, null, Set.of(), Entry.UNKNOWN);
  }

  /**
   * Returns this context with an agent that acts for the principal; its rights narrow the
   * principal's.
   */
  public GuardContext withAgent(Principal agent) {
    Actor acting =
        new Actor(actor.tenant(), actor.principal(), Optional.of(agent), actor.delegation());
    return new GuardContext(acting, run, session, traceId, dataClass, signals, entry);
  }

  /**
   * Returns this context with what the principal delegated for this conversation; it narrows
   * further.
   */
  public GuardContext withDelegation(Rights delegation) {
    Actor acting =
        new Actor(actor.tenant(), actor.principal(), actor.agent(), Optional.of(delegation));
    return new GuardContext(acting, run, session, traceId, dataClass, signals, entry);
  }

  /** Returns this context in a conversation. */
  public GuardContext withSession(SessionId value) {
    return new GuardContext(actor, run, value, traceId, dataClass, signals, entry);
  }

  /** Returns this context with the trace it belongs to; 1 to 128 visible ASCII characters. */
  public GuardContext withTraceId(String value) {
    return new GuardContext(
        actor, run, session, Names.requireToken("trace id", value), dataClass, signals, entry);
  }

  /**
   * Returns this context with how sensitive the data is that it works on, in the host's own words
   * for policy.
   */
  public GuardContext withDataClass(String value) {
    return new GuardContext(
        actor, run, session, traceId, Names.requireToken("data class", value), signals, entry);
  }

  /**
   * Returns this context with what earlier calls noticed, such as {@link
   * ToolOutcome.Executed#signals}. Only adds.
   */
  public GuardContext withSignals(Set<String> more) {
    Set<String> all = new TreeSet<>(signals);
    more.forEach(signal -> all.add(Names.requireToken("signal", signal)));
    return new GuardContext(actor, run, session, traceId, dataClass, Set.copyOf(all), entry);
  }

  /**
   * Returns this context with the API key that the principal came with, for {@link
   * Dimension#API_KEY}.
   */
  public GuardContext withApiKey(ApiKeyId value) {
    return with(new Entry(Objects.requireNonNull(value), entry.endpoint, entry.rates));
  }

  /**
   * Returns this context with the endpoint of the host that was called, for {@link
   * Dimension#ENDPOINT}: the template of a route, such as {@code POST /v1/chat}, and never the path
   * with its values; 1 to 200 characters without control characters.
   */
  public GuardContext withEndpoint(String value) {
    return with(new Entry(entry.apiKey, Names.requireTitle("endpoint", value), entry.rates));
  }

  /**
   * Returns this context with who hears what the rate limiter decides on each call: on the call's
   * thread, once a call that gets that far, before it goes on or is denied. So a host can send
   * header fields before a streamed answer begins. It decides nothing; what it throws is logged.
   */
  public GuardContext withRateListener(Consumer<RateDecision> value) {
    return with(new Entry(entry.apiKey, entry.endpoint, Objects.requireNonNull(value)));
  }

  /** The tenant. */
  public TenantId tenant() {
    return actor.tenant();
  }

  /** Who acts. */
  public Actor actor() {
    return actor;
  }

  /** The run. */
  public RunId run() {
    return run;
  }

  /** The conversation, if it is one. */
  public Optional<SessionId> session() {
    return Optional.ofNullable(session);
  }

  /** The trace, if there is one. */
  public Optional<String> traceId() {
    return Optional.ofNullable(traceId);
  }

  /** How sensitive the data is, if the host says so. */
  public Optional<String> dataClass() {
    return Optional.ofNullable(dataClass);
  }

  /** What was noticed so far. */
  public Set<String> signals() {
    return signals;
  }

  /** The API key, if the principal came with one. */
  public Optional<ApiKeyId> apiKey() {
    return Optional.ofNullable(entry.apiKey);
  }

  /** The endpoint of the host, if it said so. */
  public Optional<String> endpoint() {
    return Optional.ofNullable(entry.endpoint);
  }

  /** Who hears what the rate limiter decides. */
  Consumer<RateDecision> rates() {
    return entry.rates;
  }

  /** Returns what a call of the given tool or model is counted by. */
  Dimensions dimensions(Dimension kind, String target) {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    values.put(Dimension.USER, actor.principal().ref());
    actor.agent().ifPresent(agent -> values.put(Dimension.AGENT, agent.ref()));
    if (session != null) {
      values.put(Dimension.SESSION, session.toString());
    }
    values.put(Dimension.RUN, run.value());
    values.put(kind, target);
    apiKey().ifPresent(key -> values.put(Dimension.API_KEY, key.toString()));
    endpoint().ifPresent(value -> values.put(Dimension.ENDPOINT, value));
    return new Dimensions(values);
  }

  private GuardContext with(Entry value) {
    return new GuardContext(actor, run, session, traceId, dataClass, signals, value);
  }
}
