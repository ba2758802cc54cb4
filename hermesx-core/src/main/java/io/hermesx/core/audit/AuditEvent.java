// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.ForeignText;
import io.hermesx.core.auth.Actor;
import io.hermesx.core.internal.Names;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and must be provable later: who, what, to what, with which outcome, and
 * everything that decided it. Only identifiers, codes, numbers and commitments go into the header;
 * payload is kept beside it, encrypted ({@link Builder#body}).
 *
 * <p>Immutable. The fields are those of the frozen header format (docs/reference/formats.md).
 */
public final class AuditEvent {

  private final TenantId tenant;
  private final UUID id;
  private final Instant at;
  private final JsonObject fields;
  private final List<Payload> payloads;

  private AuditEvent(Builder builder) {
    this.payloads = List.copyOf(builder.payloads);
    this.tenant = builder.tenant;
    this.id = builder.id;
    this.at = builder.at;
    this.fields = builder.fields.build();
  }

  /**
   * Starts an event.
   *
   * @param tenant whose log it goes to
   * @param type what happened, such as {@code tool.call.executed}; 1 to 128 visible ASCII
   *     characters
   * @param id a fresh UUIDv7
   * @param at when it happened
   */
  public static Builder builder(TenantId tenant, String type, UUID id, Instant at) {
    return new Builder(tenant, type, id, at);
  }

  /** Whose log it goes to. */
  public TenantId tenant() {
    return tenant;
  }

  /** Its identity. */
  public UUID id() {
    return id;
  }

  /** When it happened. */
  public Instant at() {
    return at;
  }

  /** Everything else, under the names of the header format. */
  public JsonObject fields() {
    return fields;
  }

  /** What is to be kept encrypted beside the log. */
  public List<Payload> payloads() {
    return payloads;
  }

  /**
   * Payload of an event before it is encrypted.
   *
   * @param path which payload it is
   * @param media what it is
   * @param octets the payload itself; not shown by {@link #toString}; treat as immutable
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Payload(String path, String media, byte[] octets) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Payload that
          && path.equals(that.path)
          && media.equals(that.media)
          && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
      return path.hashCode();
    }

    @Override
    public String toString() {
      return "Payload[" + path + ", " + media + ", " + octets.length + " octets]";
    }
  }

  /** Collects the fields of an event. Not thread-safe; each field at most once. */
  public static final class Builder {

    private final TenantId tenant;
    private final UUID id;
    private final Instant at;
    private final JsonObject.Builder fields = JsonObject.builder();
    private final List<Payload> payloads = new ArrayList<>();

    private Builder(TenantId tenant, String type, UUID id, Instant at) {
      this.tenant = tenant;
      this.id = id;
      this.at = at;
      fields.put("type", Names.requireToken("audit event type", type));
    }

    /** Who did it: {@code actor} and, where one acts for it, {@code agent}. */
    public Builder actor(Actor actor) {
      fields.put("actor", actor.principal().ref());
      actor.agent().ifPresent(agent -> fields.put("agent", agent.ref()));
      return this;
    }

    /**
     * An identifier or code under a name of the header format, such as {@code run_id}, {@code
     * tool}, {@code decision}.
     */
    public Builder field(String name, String value) {
      fields.put(name, value);
      return this;
    }

    /**
     * A whole number under a name of the header format, such as {@code latency_us} or {@code
     * nano_usd}.
     */
    public Builder field(String name, long value) {
      fields.put(name, value);
      return this;
    }

    /**
     * A text that somebody else chose, such as the name a provider gives its model or a model gives
     * a tool: whatever is not a visible ASCII character, and the percent sign, is percent-encoded
     * (UTF-8, RFC 3986 §2.1), and what is longer than 512 characters then is cut. It never refuses.
     */
    public Builder foreign(String name, String value) {
      fields.put(name, ForeignText.encode(value));
      return this;
    }

    /** A commitment to something that is kept elsewhere and can be erased there. */
    public Builder commitment(String name, Sha256 value) {
      return digest(name, value);
    }

    /** A digest of something that is no secret, such as {@code tool_pin}. */
    public Builder digest(String name, Sha256 value) {
      fields.put(name, Base64Digest.of(value));
      return this;
    }

    /** A field with a structure, as the header format describes it. */
    public Builder field(String name, JsonValue value) {
      fields.put(name, value);
      return this;
    }

    /**
     * Payload that is kept encrypted beside the log, for a chain that has data keys: the header
     * names its hash and commits to its key, and whoever has the key can read it until the key is
     * erased.
     *
     * @param path which payload it is, once in an event: a slash and then visible ASCII, such as
     *     {@code /arguments}; at most 512 characters
     * @param media what it is, such as {@code application/json}; 1 to 512 visible ASCII characters
     * @param octets up to 1 MiB, and at most 16 of them in an event
     */
    public Builder body(String path, String media, byte[] octets) {
      payloads.add(new Payload(path, media, octets.clone()));
      return this;
    }

    /** What each stage of the path said, under {@code verdicts}; nothing if none spoke. */
    public Builder verdicts(List<StageVerdict> verdicts) {
      if (verdicts.isEmpty()) {
        return this;
      }
      List<JsonValue> rows = new ArrayList<>();
      for (StageVerdict verdict : verdicts) {
        rows.add(
            JsonObject.builder()
                .put("stage", verdict.stage().wireName())
                .put("verdict", verdict.verdict())
                .put("us", verdict.micros())
                .build());
      }
      fields.put("verdicts", JsonArray.of(rows));
      return this;
    }

    /** Builds the event. */
    public AuditEvent build() {
      return new AuditEvent(this);
    }
  }
}
