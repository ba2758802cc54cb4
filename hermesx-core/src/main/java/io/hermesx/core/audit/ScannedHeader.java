// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import java.util.Optional;

/** The header of an event as a query sees it; empty if it cannot be read. */
record ScannedHeader(Optional<HeaderView> view) {

  static final ScannedHeader NONE = new ScannedHeader(Optional.empty());

  static ScannedHeader of(AuditEntry entry) {
    try {
      return new ScannedHeader(Optional.of(HeaderView.header(entry.header())));
    } catch (HeaderRefusedException e) {
      return NONE;
    }
  }

  boolean isReadable() {
    return view.isPresent();
  }

  boolean has(String name, String value) {
    return view.filter(header -> header.has(name) && header.text(name).equals(value)).isPresent();
  }

  /**
   * Whether it says that the event was recorded at a time or later.
   *
   * @param micros microseconds since the epoch
   */
  boolean isRecordedSince(long micros) {
    return view.filter(header -> header.whole(HeaderFormat.RECORDED_AT) >= micros).isPresent();
  }
}
