// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import io.hermesx.audit.anchor.WitnessAnchor;
import io.hermesx.audit.note.WitnessPolicy;
import io.hermesx.core.HermesException;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The witnesses that the operator names, as far as they have an address. */
final class WitnessSetting {

  private WitnessSetting() {}

  static List<WitnessAnchor> find(Configuration configuration) {
    return configuration.path(Variable.AUDIT_WITNESSES).map(WitnessSetting::read).orElse(List.of());
  }

  private static List<WitnessAnchor> read(Path file) {
    try {
      List<WitnessAnchor> anchors =
          WitnessPolicy.read(file).witnesses().stream()
              .flatMap(witness -> witness.address().map(url -> anchor(witness, url)).stream())
              .toList();
      if (anchors.isEmpty()) {
        throw new IllegalArgumentException(file + ": no witness has an address behind its key");
      }
      return anchors;
    } catch (HermesException | IllegalArgumentException e) {
      throw new AuditStartException(
          Variable.AUDIT_WITNESSES.key()
              + " is \""
              + file
              + "\", which cannot be used ("
              + e.getMessage()
              + "); allowed: "
              + Variable.AUDIT_WITNESSES.allowed()
              + ". Correct the path or the file.",
          e);
    }
  }

  private static WitnessAnchor anchor(WitnessPolicy.Witness witness, String url) {
    return WitnessAnchor.builder(URI.create(url), List.of(witness.key()))
        .name("witness-" + witness.label())
        .build();
  }
}
