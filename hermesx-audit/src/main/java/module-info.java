// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** The audit chain with signed checkpoints, proofs and an offline verifier. */
@NullMarked
module io.hermesx.audit {
  requires transitive io.hermesx.core;
  requires java.net.http;
  requires static org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.hermesx.audit;
  exports io.hermesx.audit.anchor;
  exports io.hermesx.audit.note;
  exports io.hermesx.audit.proof;
  exports io.hermesx.audit.verifier;
}
