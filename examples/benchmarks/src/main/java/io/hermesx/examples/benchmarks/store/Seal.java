// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.ContextKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The store's way to seal a context, made from the text of the key. Immutable. */
final class Seal {

  private final SecretKeySpec key;

  Seal(ContextKey key) {
    byte[] octets = HexFormat.of().parseHex(key.reveal().substring("hmck_".length()));
    this.key = new SecretKeySpec(octets, "HmacSHA256");
  }

  String of(TenantId tenant) {
    String told = tenant + "t";
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return told + HexFormat.of().formatHex(mac.doFinal(told.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
