// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every option of the builders is a line of docs/reference/configuration.md. */
class ConfigurationDocTest {

  private static final Pattern OPTION = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  @Test
  void optionsOfTheLocalLimiter_areOnThePage() throws IOException {
    assertThat(section("LocalRateLimiter"))
        .contains("limits", "maxKeys")
        .isEqualTo(setters(LocalRateLimiter.Builder.class));
  }

  private static Set<String> setters(Class<?> builder) {
    return Arrays.stream(builder.getMethods())
        .filter(method -> method.getReturnType() == builder)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
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
