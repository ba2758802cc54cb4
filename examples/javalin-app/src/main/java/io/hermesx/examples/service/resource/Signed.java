// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.audit.CheckpointException;
import io.hermesx.audit.SignerStateException;
import io.hermesx.audit.note.SignerException;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problem;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered where a log cannot be signed, and which form of an answer is asked for. */
final class Signed {

  static final String TEXT = "text/plain; charset=utf-8";

  private static final Logger LOG = LoggerFactory.getLogger(Signed.class);

  private Signed() {}

  /** Returns what is made, or a problem that does not say where keys and state are. */
  static <T> T require(Supplier<T> made) {
    try {
      return made.get();
    } catch (CheckpointException | SignerStateException | SignerException e) {
      LOG.warn("a log could not be signed when asked for: {}", e.getMessage());
      throw Problem.of(
              503,
              "audit_not_signed",
              "The trail cannot be signed at the moment",
              "Your events are on record all the same. Try again later; POST"
                  + " /v1/audit-logs/verify says whether the record is intact.")
          .with("Retry-After", "10")
          .exception();
    }
  }

  /** Whether the caller wants the text itself rather than JSON around it. */
  static boolean wantsText(Call call) {
    return call.header("Accept").filter(types -> types.contains("text/plain")).isPresent();
  }
}
