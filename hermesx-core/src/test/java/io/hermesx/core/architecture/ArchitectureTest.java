// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Core and its satellites keep the rules of the house. */
class ArchitectureTest {

  private static final String ROOT = "io.hermesx.core";
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Path TESTKIT =
      Path.of("target", "test-classes", "io", "hermesx", "core", "testkit");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path EXPORTED = Path.of("exported-packages.txt");

  private static final JavaClasses MAIN = new ClassFileImporter().importPath(CLASSES);

  static Stream<ArchRule> rules() throws IOException {
    return Stream.of(
        HouseRules.clockIsPassedIn(),
        HouseRules.randomnessIsPassedIn(),
        HouseRules.nothingIsThreadLocal(),
        HouseRules.noMethodIsSynchronized(),
        HouseRules.noStaticHoldsState(),
        HouseRules.namesSayWhatThingsAre(),
        HouseRules.packagesAreConcepts(),
        HouseRules.exceptionsExtendOurs(),
        HouseRules.accessorsHaveNoGet(),
        HouseRules.signaturesAreOurs(Set.copyOf(SourceRules.exports(CLASSES))),
        HouseRules.roomsAreFreeOfCycles(ROOT),
        HouseRules.nothingDependsOnTheGuard(ROOT));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void mainClasses_everyRule_isKept(ArchRule rule) {
    rule.check(MAIN);
  }

  @Test
  void testkit_publishedAlone_isComplete() {
    HouseRules.testkitStandsAlone(ROOT + ".testkit")
        .check(new ClassFileImporter().importPath(TESTKIT));
  }

  @Test
  void mainSources_everyPackage_saysWhatLivesThere() throws IOException {
    assertThat(SourceRules.packagesWithoutInfo(SOURCES)).isEmpty();
  }

  @Test
  void mainClasses_everyMethod_entersNoMonitor() throws IOException {
    assertThat(SourceRules.classesWithMonitor(CLASSES)).isEmpty();
  }

  @Test
  void descriptor_exports_areTheCheckedList() throws IOException {
    assertThat(SourceRules.exports(CLASSES))
        .as("change %s together with module-info.java, so that a review sees the new API", EXPORTED)
        .isEqualTo(Files.readAllLines(EXPORTED, UTF_8));
  }

  @Test
  void descriptor_internalPackages_areHidden() throws IOException {
    assertThat(SourceRules.exports(CLASSES)).noneMatch(name -> name.contains(".internal"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hermesx-store-postgres", "hermesx-ratelimit", "hermesx-audit", "hermesx-sandbox"})
  void satellite_edges_leadToCoreOnly(String module) throws IOException {
    Path satellite = Path.of("..", module);
    String pom = Files.readString(satellite.resolve("pom.xml"), UTF_8);
    String descriptor =
        Files.readString(satellite.resolve(SOURCES).resolve("module-info.java"), UTF_8);

    assertThat(Set.copyOf(SourceRules.dependencies(pom))).isEqualTo(Set.of("hermesx-core"));
    assertThat(SourceRules.requirements(descriptor)).isEqualTo(List.of(ROOT));
    assertThat(SourceRules.packagesWithoutInfo(satellite.resolve(SOURCES))).isEmpty();
  }

  @Test
  void bom_artifacts_areTheFiveAndTheTestkit() throws IOException {
    String bom = Files.readString(Path.of("..", "hermesx-bom", "pom.xml"), UTF_8);

    assertThat(SourceRules.dependencies(bom))
        .containsExactly(
            "hermesx-audit",
            "hermesx-core",
            "hermesx-core",
            "hermesx-ratelimit",
            "hermesx-sandbox",
            "hermesx-store-postgres");
  }

  @Test
  void core_edges_leadNowhere() throws IOException {
    assertThat(SourceRules.dependencies(Files.readString(Path.of("pom.xml"), UTF_8))).isEmpty();
  }
}
