// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Verdicts of stages as they are stored: {@code scan_input allow 12}, and no part has a space. */
final class StageText {

  private StageText() {}

  static String[] toStored(List<StageVerdict> verdicts) {
    return verdicts.stream()
        .map(it -> it.stage().wireName() + " " + it.verdict() + " " + it.micros())
        .toArray(String[]::new);
  }

  static List<StageVerdict> fromStored(String[] stored) {
    return Arrays.stream(stored).map(StageText::verdict).toList();
  }

  private static StageVerdict verdict(String stored) {
    String[] parts = stored.split(" ", 3);
    return new StageVerdict(
        Stage.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], Long.parseLong(parts[2]));
  }
}
