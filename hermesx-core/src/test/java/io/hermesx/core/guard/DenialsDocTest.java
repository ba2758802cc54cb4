// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.docs.Page;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/reference/denials.md has a section for each code, with its hint. */
class DenialsDocTest {

  private final String text = Page.read("docs/reference/denials.md").text();

  @Test
  void headings_areTheCodesInTheirOrder() {
    List<String> headings =
        text.lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)).toList();

    assertThat(headings).isEqualTo(Arrays.stream(DenialCode.values()).map(Enum::name).toList());
  }

  @Test
  void sections_quoteTheHintAndSayWhetherTheCodeCountsAsARepeat() {
    for (DenialCode code : DenialCode.values()) {
      String repeat = code.countsAsRepeat() ? "yes" : "no";

      assertThat(section(code))
          .contains("\n> " + code.hint() + "\n")
          .containsOnlyOnce("Repeat: " + repeat + ".")
          .containsOnlyOnce("Repeat: ");
    }
  }

  private String section(DenialCode code) {
    int start = text.indexOf("\n## " + code.name() + "\n");
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end < 0 ? text.length() : end);
  }
}
