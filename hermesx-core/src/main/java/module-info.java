// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Contracts, values, the guard pipeline and in-memory reference implementations. */
@NullMarked
@SuppressWarnings("module") // the one module that may see internals need not be there
module io.hermesx.core {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.networknt.schema;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports io.hermesx.core;
  exports io.hermesx.core.access;
  exports io.hermesx.core.approval;
  exports io.hermesx.core.audit;
  exports io.hermesx.core.audit.check to
      io.hermesx.audit;
  exports io.hermesx.core.audit.format to
      io.hermesx.audit;
  exports io.hermesx.core.audit.sequence to
      io.hermesx.audit;
  exports io.hermesx.core.audit.spool;
  exports io.hermesx.core.auth;
  exports io.hermesx.core.auth.apikey;
  exports io.hermesx.core.budget;
  exports io.hermesx.core.guard;
  exports io.hermesx.core.idempotency;
  exports io.hermesx.core.json;
  exports io.hermesx.core.model;
  exports io.hermesx.core.policy;
  exports io.hermesx.core.pricing;
  exports io.hermesx.core.ratelimit;
  exports io.hermesx.core.ratelimit.shared to
      io.hermesx.ratelimit,
      io.hermesx.store.postgres;
  exports io.hermesx.core.ratelimit.arithmetic to
      io.hermesx.ratelimit,
      io.hermesx.store.postgres;
  exports io.hermesx.core.receipt;
  exports io.hermesx.core.sandbox;
  exports io.hermesx.core.scan;
  exports io.hermesx.core.secret;
  exports io.hermesx.core.session;
  exports io.hermesx.core.store;
  exports io.hermesx.core.store.memory;
  exports io.hermesx.core.store.step to
      io.hermesx.store.postgres;
  exports io.hermesx.core.tenant;
  exports io.hermesx.core.time;
  exports io.hermesx.core.tool;
  exports io.hermesx.core.usage;
}
