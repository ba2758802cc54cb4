// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.time.IdSource;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Writes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The run that a request belongs to, and the ids of the calls it makes in it.
 *
 * <p>A request without {@code X-HermesX-Run-Id} starts a run; with it, it continues one. Runs are
 * looked up within the caller's tenant, so naming somebody else's starts one of that name. With an
 * {@code Idempotency-Key} both run and call ids follow from the caller and the key: the same
 * request sent again asks nobody twice and gets what is on record.
 *
 * @param run the run
 * @param prefix begins the id of every call
 * @param repeatable whether the ids follow from an {@code Idempotency-Key}
 */
record Chain(String run, String prefix, boolean repeatable) {

  static final String RUN_HEADER = "X-HermesX-Run-Id";

  private static final Pattern RUN = Pattern.compile("[!-~]{1,128}");
  private static final int DIGITS = 40;

  static Chain of(Call call, IdSource ids) {
    Optional<String> named = call.header(RUN_HEADER);
    if (named.isPresent() && !RUN.matcher(named.get()).matches()) {
      throw Problems.invalid(RUN_HEADER + " is not 1 to 128 visible ASCII characters.");
    }
    Optional<String> derived =
        Writes.key(call)
            .map(key -> key.scope() + "\n" + key.value())
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .map(octets -> Sha256.of("hermesx-service/chain/v1", octets))
            .map(digest -> digest.hex().substring(0, DIGITS));
    String prefix = derived.orElseGet(() -> ids.next().toString());
    String run =
        named.orElseGet(() -> derived.isPresent() ? "key-" + prefix : ids.next().toString());
    call.replyHeader(RUN_HEADER, run);
    return new Chain(run, prefix, derived.isPresent());
  }

  GuardContext context(Call call) {
    return GuardContext.of(call.caller().tenant(), call.caller().principal(), run)
        .withTraceId(call.requestId())
        .withApiKey(new ApiKeyId(call.caller().key()))
        .withEndpoint(call.route().name())
        .withRateListener(RateFields.on(call));
  }

  String turnId(int turn) {
    return prefix + ".m" + turn;
  }

  String toolId(int turn, int index) {
    return prefix + ".t" + turn + "." + index;
  }
}
