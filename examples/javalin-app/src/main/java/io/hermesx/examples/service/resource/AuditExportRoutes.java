// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.verifier.BundleWriter;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.identity.Caller;
import io.hermesx.examples.service.identity.Platform;
import io.hermesx.examples.service.identity.Scopes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole trail of the caller's tenant as a bundle, which the offline verifier reads; for the
 * operator with the log of logs, which says what is anchored.
 */
public final class AuditExportRoutes implements Resource {

  private static final Logger LOG = LoggerFactory.getLogger(AuditExportRoutes.class);
  private static final String MEDIA_TYPE = "application/x-ndjson";
  private static final int BUFFER = 1 << 16;

  private final AuditLog log;
  private final SignedAuditChain chain;
  private final String installation;

  /** Exports from a log. */
  public AuditExportRoutes(AuditLog log, SignedAuditChain chain, String installation) {
    this.log = log;
    this.chain = chain;
    this.installation = installation;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/audit-logs/export")
            .scope(Scopes.AUDIT_READ)
            .summary("The whole trail as a bundle for the offline verifier; without end: cut off")
            .answersAs(200, MEDIA_TYPE, "The bundle, a JSON object a line")
            .handledBy(this::export));
  }

  private Reply export(Call call) {
    TenantId tenant = call.caller().tenant();
    sign(tenant);
    try {
      OutputStream out = new BufferedOutputStream(call.stream(MEDIA_TYPE), BUFFER);
      new BundleWriter(log, installation, out).write(logs(call.caller()));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the client went away", e);
    }
    return Reply.written();
  }

  /** The log of logs names every tenant: it is for those who may see the whole service. */
  private static List<TenantId> logs(Caller caller) {
    boolean isOperator = Platform.includes(caller) && caller.may(Scopes.METRICS_READ);
    return isOperator
        ? List.of(SignedAuditChain.LOG_OF_LOGS, caller.tenant())
        : List.of(caller.tenant());
  }

  /** What cannot be signed is exported all the same: the verifier says how far signatures reach. */
  private void sign(TenantId tenant) {
    try {
      chain.sequence();
      chain.checkpoint(tenant);
      chain.checkpoint();
    } catch (RuntimeException e) {
      LOG.warn("a bundle is exported whose end is not signed: {}", e.getMessage());
    }
  }
}
