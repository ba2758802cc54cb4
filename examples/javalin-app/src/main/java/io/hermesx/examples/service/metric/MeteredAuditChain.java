// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.metric;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tenant.TenantId;
import java.util.List;

/**
 * Counts guarded calls as they are put on record, whoever made them: the trail misses none. What is
 * prepared and then not committed is counted too, which a look at the trail itself tells.
 */
public final class MeteredAuditChain implements AuditChain {

  private final AuditChain inner;
  private final Metrics metrics;

  /** Counts what goes through a chain, which it closes. */
  public MeteredAuditChain(AuditChain inner, Metrics metrics) {
    this.inner = inner;
    this.metrics = metrics;
  }

  @Override
  public PreparedEvent prepare(AuditEvent event) {
    PreparedEvent prepared = inner.prepare(event);
    count(event.fields());
    return prepared;
  }

  private void count(JsonObject fields) {
    String[] type = fields.string("type").split("\\.", -1);
    if (type.length != 3 || !type[1].equals("call")) {
      return;
    }
    switch (type[2]) {
      case "closed" -> closed(type[0], fields);
      case "denied" -> {
        metrics.call(type[0], "denied");
        metrics.denied(fields.string("code"));
      }
      case "suspended", "indeterminate" -> metrics.call(type[0], type[2]);
      default -> {} // opened: counted when it is closed
    }
  }

  private void closed(String kind, JsonObject fields) {
    metrics.call(kind, fields.string("outcome"));
    metrics.cost(fields.integer("nano_usd"));
    for (String tokens : new String[] {"input_tokens", "cached_tokens", "output_tokens"}) {
      if (fields.find(tokens).isPresent()) {
        metrics.tokens(tokens.substring(0, tokens.indexOf('_')), fields.integer(tokens));
      }
    }
  }

  @Override
  public void append(List<PreparedEvent> events) {
    inner.append(events);
  }

  @Override
  public void staged(TenantId tenant) {
    inner.staged(tenant);
  }

  @Override
  public int sequence() {
    return inner.sequence();
  }

  @Override
  public AuditVerification verify(TenantId tenant) {
    return inner.verify(tenant);
  }

  @Override
  public void close() {
    inner.close();
  }
}
