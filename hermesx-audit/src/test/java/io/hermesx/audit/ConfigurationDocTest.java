// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every option of the chain's builder is a line of docs/reference/configuration.md. */
class ConfigurationDocTest {

  private static final Pattern OPTION = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  @Test
  void options_areOnThePage() throws IOException {
    Set<String> setters =
        Arrays.stream(SignedAuditChainBuilder.class.getMethods())
            .filter(method -> method.getReturnType() == SignedAuditChainBuilder.class)
            .map(method -> method.getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(setters).contains("signers", "anchor");
    assertThat(section("SignedAuditChainBuilder")).isEqualTo(setters);
  }

  private static Set<String> section(String heading) throws IOException {
    Path page = Path.of("..", "docs", "reference", "configuration.md");
    String text = Files.readString(page, StandardCharsets.UTF_8).replace("\r\n", "\n");
    int start = text.indexOf("\n## " + heading + "\n");
    assertThat(start).as("the section " + heading).isPositive();
    int end = text.indexOf("\n## ", start + 1);
    return OPTION
        .matcher(text.substring(start, end))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
