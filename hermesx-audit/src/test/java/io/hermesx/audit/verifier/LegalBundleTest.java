// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody tampered with verifies, whatever happened to it. */
class LegalBundleTest {

  @TempDir Path folder;

  static VerificationReport verify(ForgedBundle bundle, Path folder, int threads)
      throws IOException {
    Path anchors = Files.writeString(folder.resolve("anchors"), bundle.anchorText(), ISO_8859_1);
    BundleVerifier.Builder verifier =
        BundleVerifier.builder().policy(ForgedBundle.POLICY).anchors(anchors).threads(threads);
    bundle.since.forEach(verifier::since);
    return verifier.build().verify(new ByteArrayInputStream(bundle.toOctets()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void legalHistory_ofAnySeed_isOk(long seed) throws IOException {
    ForgedBundle bundle = LegalBundle.of(seed);

    VerificationReport report = verify(bundle, folder, 2);

    assertThat(report.findings()).isEmpty();
    assertThat(report.outcome()).as(ReportText.of(report)).isEqualTo(Outcome.OK);
    assertThat(report.totals().logs()).isEqualTo(4);
    assertThat(report.totals().bodies().present()).isPositive();
  }

  @Test
  void legalHistory_withoutPolicy_isNotProven() throws IOException {
    ForgedBundle bundle = LegalBundle.of(0);

    VerificationReport report =
        BundleVerifier.builder().build().verify(new ByteArrayInputStream(bundle.toOctets()));

    assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(report.policy()).isEqualTo("unchecked");
    assertThat(report.completeness()).isEqualTo("incomplete");
    assertThat(report.integrity()).isEqualTo("ok");
  }
}
