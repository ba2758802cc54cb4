// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
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
  private static final JavaClasses ALL = new ClassFileImporter().importPath(SAMPLES);

  static Stream<Arguments> breaches() {
    return Stream.of(
        breach(HouseRules.clockIsPassedIn(), "ReadsClock", "ReadsClock.instant()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock", "ReadsClock.reference()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock", "ReadsClock.wall()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock", "ReadsClock.ticks()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock", "ReadsClock.clock()"),
        breach(HouseRules.clockIsPassedIn(), "ReadsClock", "ReadsClock.waits()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom", "DrawsRandom.id()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom", "DrawsRandom.fraction()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom", "DrawsRandom.plain()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom", "DrawsRandom.secure()"),
        breach(HouseRules.randomnessIsPassedIn(), "DrawsRandom", "DrawsRandom.local()"),
        breach(HouseRules.nothingIsThreadLocal(), "KeepsThreadLocal", "ThreadLocal"),
        breach(HouseRules.noMethodIsSynchronized(), "Synchronizes", "Synchronizes.method()"),
        breach(HouseRules.noStaticHoldsState(), "HoldsState", "HoldsState.counter"),
        breach(HouseRules.noStaticHoldsState(), "HoldsState", "HoldsState.LIST"),
        breach(HouseRules.noStaticHoldsState(), "HoldsState", "HoldsState.MAP"),
        breach(HouseRules.noStaticHoldsState(), "HoldsState", "HoldsState.TOTAL"),
        breach(HouseRules.namesSayWhatThingsAre(), "LimiterImpl", "LimiterImpl"),
        breach(HouseRules.packagesAreConcepts(), "util.Strings", "Strings"),
        breach(HouseRules.exceptionsExtendOurs(), "StrayException", "StrayException"),
        breach(HouseRules.accessorsHaveNoGet(), "HasGetter", "getName()"),
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
        Arguments.of(HouseRules.noStaticHoldsState(), "HoldsState", "HoldsState.WORDS"),
        Arguments.of(HouseRules.noStaticHoldsState(), "HoldsState", "HoldsState.NAMES"),
        Arguments.of(HouseRules.accessorsHaveNoGet(), "HasGetter", "getMessage()"),
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
    assertThatCode(() -> HouseRules.namesSayWhatThingsAre().check(sample("DatabaseImplication")))
        .doesNotThrowAnyException();
  }

  @Test
  void monitor_synchronizedBlock_isFound() throws IOException {
    assertThat(SourceRules.classesWithMonitor(SAMPLES))
        .containsExactly(Path.of("Synchronizes.class"));
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
    return ALL.that(describe(name, type -> type.getName().startsWith(SAMPLE + "." + name)));
  }

  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "// nothing", UTF_8);
  }
}
