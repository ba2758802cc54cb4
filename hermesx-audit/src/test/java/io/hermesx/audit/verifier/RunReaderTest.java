// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs end where a stored node belongs, so that a missing one is found at its event. */
class RunReaderTest {

  @Test
  void nodes_thatAreMissing_areFoundAtTheEventsThatCompleteThem() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LongBundle.write(600, out);
    byte[] bundle =
        out.toString(US_ASCII)
            .replaceAll("\\{\"kind\":\"node\"[^\n]*\n", "")
            .replace("\"nodes\":2,", "\"nodes\":0,")
            .getBytes(US_ASCII);

    VerificationReport report =
        BundleVerifier.builder().build().verify(new ByteArrayInputStream(bundle));

    Trust nobody =
        new Trust(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            new Trust.Receipts(Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(report.findings())
        .extracting(Finding::code)
        .containsExactly("node-mismatch", "node-mismatch", "id-repeated");
    assertThat(report.findings()).allMatch(finding -> finding.event().isPresent());
    assertThat(ReportJson.of(report))
        .isEqualTo(ReportJson.of(BundleReadingProperties.oneByOne(bundle, nobody)));
  }
}
