// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.budget.Budget;
import io.hermesx.core.guard.AgentGuardBuilder;
import io.hermesx.core.guard.LoopLimits;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.ratelimit.HeartbeatRateLimiter;
import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.store.Housekeeping;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every option of a builder or of a value is a line of docs/reference/configuration.md. */
class ConfigurationDocTest {

  private static final Pattern OPTION =
      Pattern.compile("^\\| ((?:`\\w+`(?:, )?)+) \\|", Pattern.MULTILINE);

  @Test
  void optionsOfBuilders_areOnThePage() {
    assertThat(section("AgentGuardBuilder")).isEqualTo(setters(AgentGuardBuilder.class));
    assertThat(section("LoopLimits")).isEqualTo(setters(LoopLimits.Builder.class));
    assertThat(section("MemoryRateLimiter")).isEqualTo(setters(MemoryRateLimiter.Builder.class));
    assertThat(section("HeartbeatRateLimiter"))
        .isEqualTo(setters(HeartbeatRateLimiter.Builder.class));
    assertThat(section("SharedRateLimiterBuilder"))
        .isEqualTo(setters(SharedRateLimiterBuilder.class));
    assertThat(section("Housekeeping")).isEqualTo(setters(Housekeeping.Builder.class));
  }

  @Test
  void componentsOfValues_areOnThePage() {
    assertThat(section("RateLimit")).isEqualTo(components(RateLimit.class));
    assertThat(section("Budget")).isEqualTo(components(Budget.class));
    assertThat(section("SandboxLimits")).isEqualTo(components(SandboxLimits.class));
    assertThat(section("JsonLimits")).isEqualTo(components(JsonLimits.class));
  }

  private static Set<String> section(String heading) {
    String text = Page.read("docs/reference/configuration.md").text();
    int start = text.indexOf("\n## " + heading + "\n");
    assertThat(start).as("the section " + heading).isPositive();
    int end = text.indexOf("\n## ", start + 1);
    return OPTION
        .matcher(text.substring(start, end))
        .results()
        .flatMap(found -> Stream.of(found.group(1).replace("`", "").split(", ", -1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> setters(Class<?> builder) {
    return Arrays.stream(builder.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == builder)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> components(Class<?> value) {
    return Arrays.stream(value.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
