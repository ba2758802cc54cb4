// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.audit.anchor.WitnessAnchor;
import io.hermesx.examples.service.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which witnesses the service asks, and what a policy must have for that. */
class WitnessSettingTest {

  private static final String WITNESS =
      "witness one witness.example.com/w+c3286681+BFKBcHcN5eRKz/OL48bTykG4qv/+0aqBKQ979cPWzOpM";

  @TempDir private Path data;

  private List<WitnessAnchor> find(String text) throws IOException {
    Path file = Files.writeString(data.resolve("witnesses.txt"), text);
    return WitnessSetting.find(
        Configuration.of(
            Map.of("HERMESX_DATA", data.toString(), "HERMESX_AUDIT_WITNESSES", file.toString())));
  }

  @Test
  void witnesses_withAnAddress_areAnchorsByTheirLabels() throws IOException {
    assertThat(find(WITNESS + " https://witness.example.com/w\nquorum one\n"))
        .extracting(WitnessAnchor::name)
        .containsExactly("witness-one");
    assertThat(WitnessSetting.find(Configuration.of(Map.of("HERMESX_DATA", data.toString()))))
        .isEmpty();
  }

  @Test
  void policy_thatCannotBeUsed_isAnErrorThatNamesTheVariable() {
    for (String wrong :
        List.of(
            WITNESS + "\nquorum one\n",
            WITNESS + " ftp://x\nquorum one\n",
            WITNESS + " http://[\nquorum one\n",
            WITNESS.replace("one", "One") + " https://x/w\nquorum One\n",
            WITNESS + " https://x/w\nquorum none\n",
            "")) {
      assertThatExceptionOfType(AuditStartException.class)
          .as(wrong)
          .isThrownBy(() -> find(wrong))
          .withMessageContaining("HERMESX_AUDIT_WITNESSES")
          .withMessageContaining("allowed: ");
    }
  }
}
