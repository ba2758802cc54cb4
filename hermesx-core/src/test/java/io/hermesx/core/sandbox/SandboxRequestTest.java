// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxRequestTest {

  private static final SandboxRequest REQUEST =
      SandboxRequest.of(Set.of(Guarantee.NET_NONE), "cat", "-");

  @Test
  void of_hasNoEnvironmentNoInputAndTheStandardLimits() {
    assertThat(REQUEST.argv()).containsExactly("cat", "-");
    assertThat(REQUEST.environment()).isEmpty();
    assertThat(REQUEST.stdin()).isEmpty();
    assertThat(REQUEST.limits()).isEqualTo(SandboxLimits.STANDARD);
  }

  @Test
  void argv_withoutProgramOrWithNul_isRefusedWithoutRepeatingIt() {
    for (String[] argv : new String[][] {{}, {""}, {"", "x"}, {"cat\0"}, {"cat", "key\0-rf"}}) {
      assertThatThrownBy(() -> SandboxRequest.of(Set.of(), argv))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "a sandbox request has "
                  + argv.length
                  + " arguments, allowed: at least the program, which is not empty, none with a"
                  + " NUL");
    }
  }

  @Test
  void argv_emptyArgument_isAccepted() {
    assertThat(SandboxRequest.of(Set.of(), "echo", "").argv()).containsExactly("echo", "");
  }

  @ParameterizedTest
  @CsvSource({"'', v", "A=B, v", "=, v", "'A\0B', v", "A, 'v\0w'"})
  void environment_variableThatIsTwo_isRefusedWithoutRepeatingIt(String name, String value) {
    assertThatThrownBy(() -> request(List.of("env"), Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a name that is not empty and has no '=', and no NUL")
        .hasMessageContaining("whose name has " + name.length() + " characters");
  }

  @Test
  void environment_valueWithEqualsOrNothing_isAccepted() {
    Map<String, String> variables = Map.of("A", "b=c", "EMPTY", "");

    assertThat(request(List.of("env"), variables).environment()).isEqualTo(variables);
  }

  @Test
  void requiring_adds_andNeverTakesAway() {
    SandboxRequest more = REQUEST.requiring(Set.of(Guarantee.FS_CONFINED));

    assertThat(more.required())
        .containsExactlyInAnyOrder(Guarantee.NET_NONE, Guarantee.FS_CONFINED);
    assertThat(more.requiring(Set.of()).required()).isEqualTo(more.required());
    assertThat(more.requiring(more.required()).required()).isEqualTo(more.required());
    assertThat(more.argv()).isEqualTo(REQUEST.argv());
    assertThat(more.limits()).isEqualTo(REQUEST.limits());
  }

  @Test
  void collections_changedAfterwards_stayAsTheyWere() {
    List<String> argv = new ArrayList<>(List.of("cat"));
    Map<String, String> environment = new HashMap<>(Map.of("A", "b"));
    SandboxRequest request = request(argv, environment);
    argv.add("/etc/passwd");
    environment.put("LD_PRELOAD", "evil.so");

    assertThat(request.argv()).containsExactly("cat").isUnmodifiable();
    assertThat(request.environment()).containsOnlyKeys("A").isUnmodifiable();
    assertThat(request.required()).isUnmodifiable();
  }

  @Test
  void text_ofARequest_saysHowMuchAndNoArgumentVariableOrInput() {
    SandboxRequest request =
        SandboxRequest.builder("/bin/canary-program", "canary-argument")
            .environment(Map.of("CANARY_NAME", "canary-value"))
            .stdin("canary-input".getBytes(StandardCharsets.UTF_8))
            .files(
                new SandboxFiles(
                    List.of(SandboxFile.text("canary-file", "canary-content")), List.of("out")))
            .required(Set.of(Guarantee.NET_NONE))
            .build();

    assertThat(request.toString())
        .startsWith(
            "SandboxRequest[2 arguments, 1 variables, 12 octets of input, 1 input files, 1 outputs,"
                + " required [NET_NONE], limits SandboxLimits[")
        .endsWith("tenant Optional.empty]")
        .doesNotContainIgnoringCase("canary");
  }

  private static SandboxRequest request(List<String> argv, Map<String, String> environment) {
    return SandboxRequest.builder(argv.toArray(String[]::new)).environment(environment).build();
  }
}
