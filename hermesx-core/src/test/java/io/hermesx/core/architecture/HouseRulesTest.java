// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the house rejects a class made to break it: a rule that cannot bite is no rule. */
public class HouseRulesTest {

  private static final String SAMPLE = "io.hermesx.core.architecture.sample";
  private static final Path SAMPLES =
      Path.of("target", "test-classes").resolve(SAMPLE.replace('.', '/'));

  static Stream<Arguments> breaches() {
    return Stream.of(
        breach(HouseRules.clockIsPassedIn(), "ReadsClock.class", "ReadsClock.instant()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock.class", "ReadsClock.reference()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock.class", "ReadsClock.wall()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock.class", "ReadsClock.ticks()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock.class", "ReadsClock.clock()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock.class", "ReadsClock.waits()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom.class", "DrawsRandom.id()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom.class", "DrawsRandom.fraction()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom.class", "DrawsRandom.plain()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom.class", "DrawsRandom.secure()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom.class", "DrawsRandom.local()"),
        breach(HouseRules.nothingIsThreadLocal(), "KeepsThreadLocal.class", "ThreadLocal"),
        breach(HouseRules.noMethodIsSynchronized(), "Synchronizes.class", "Synchronizes.method()"),
        breach(HouseRules.noStaticHoldsState(), "HoldsState.class", "HoldsState.counter"),
        breach(HouseRules.noStaticHoldsState(), "HoldsState.class", "HoldsState.LIST"),
        breach(HouseRules.noStaticHoldsState(), "HoldsState.class", "HoldsState.MAP"),
        breach(HouseRules.noStaticHoldsState(), "HoldsState.class", "HoldsState.TOTAL"),
        breach(HouseRules.namesSayWhatThingsAre(), "LimiterImpl.class", "LimiterImpl"),
        breach(HouseRules.packagesAreConcepts(), "util/Strings.class", "Strings"),
        breach(HouseRules.exceptionsExtendOurs(), "StrayException.class", "StrayException"),
        breach(HouseRules.accessorsHaveNoGet(), "HasGetter.class", "getName()"),
        breach(exported(), "exported", "ShowsStrangers names com.fasterxml"),
        breach(exported(), "exported", "ShowsStrangers.loggers names org.slf4j"),
        breach(exported(), "exported", "ShowsStrangers.get() names com.fasterxml"),
        breach(exported(), "exported", "JsonNode;) names com.fasterxml"),
        breach(HouseRules.roomsAreFreeOfCycles(SAMPLE + ".cycle"), "cycle", "Cycle detected"),
        breach(HouseRules.nothingDependsOnTheGuard(SAMPLE + ".inverted"), "inverted", "Room"),
        breach(HouseRules.testkitStandsAlone(SAMPLE + ".kit"), "kit", "HouseRulesTest"));
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        Arguments.of(HouseRules.noStaticHoldsState(), "HoldsState.class", "HoldsState.WORDS"),
        Arguments.of(HouseRules.noStaticHoldsState(), "HoldsState.class", "HoldsState.NAMES"),
        Arguments.of(HouseRules.accessorsHaveNoGet(), "HasGetter.class", "getMessage()"),
        Arguments.of(exported(), "exported", "hidden("));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("breaches")
  void rule_sampleThatBreaksIt_isRejected(ArchRule rule, String sample, String finding) {
    assertThatThrownBy(() -> rule.check(sample(sample)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(finding);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("harmless")
  void rule_harmlessPartOfSample_isNotMentioned(ArchRule rule, String sample, String part) {
    assertThatThrownBy(() -> rule.check(sample(sample))).message().doesNotContain(part);
  }

  @Test
  void names_lettersOfAFillerWord_areNoFillerWord() {
    assertThatCode(
            () -> HouseRules.namesSayWhatThingsAre().check(sample("DatabaseImplication.class")))
        .doesNotThrowAnyException();
  }

  @Test
  void monitor_synchronizedBlock_isFound() throws IOException {
    assertThat(SourceRules.classesWithMonitor(SAMPLES))
        .containsExactly(SAMPLES.resolve("Synchronizes.class"));
  }

  @Test
  void packages_withoutInfo_areFound(@TempDir Path sources) throws IOException {
    write(sources.resolve("module-info.java"));
    write(sources.resolve("a/package-info.java"));
    write(sources.resolve("a/One.java"));
    write(sources.resolve("a/b/Two.java"));

    assertThat(SourceRules.packagesWithoutInfo(sources)).containsExactly(Path.of("a", "b"));
  }

  @Test
  void edges_dependencyOnAnotherSatellite_isFound() {
    String pom =
        """
        <dependency>
          <groupId>io.hermesx</groupId>
          <artifactId>hermesx-core</artifactId>
        </dependency>
        <dependency>
          <groupId>io.hermesx</groupId>
          <artifactId>hermesx-audit</artifactId>
        </dependency>
        """;
    String descriptor =
        """
        module io.hermesx.sandbox {
          requires transitive io.hermesx.core;
          requires static io.hermesx.audit;
        }
        """;

    assertThat(SourceRules.dependencies(pom)).isEqualTo(List.of("hermesx-audit", "hermesx-core"));
    assertThat(SourceRules.requirements(descriptor))
        .isEqualTo(List.of("io.hermesx.audit", "io.hermesx.core"));
  }

  private static Arguments breach(ArchRule rule, String sample, String finding) {
    return Arguments.of(rule, sample, finding);
  }

  private static ArchRule exported() {
    return HouseRules.signaturesAreOurs(Set.of(SAMPLE + ".exported"));
  }

  private static JavaClasses sample(String name) {
    return new ClassFileImporter().importPath(SAMPLES.resolve(name));
  }

  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "// nothing", UTF_8);
  }
}
