// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong with a word of a command, the message has the word, the value and what to do.
 */
class VerifierOptionsTest {

  private static final String ABSENT = "11111111-1111-4111-8111-111111111111";

  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws Exception {
    byte[] binary = new byte[1 << 16];
    new Random(5).nextBytes(binary);
    Files.write(folder.resolve("binary"), binary);
    Files.writeString(folder.resolve("junk"), "this is junk\n");
    Files.writeString(folder.resolve("empty"), "");
    Files.createDirectory(folder.resolve("folder"));
    Files.write(folder.resolve("bundle"), LegalBundle.of(0).toOctets());
  }

  private String refused(String words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    VerifierCommand command =
        new VerifierCommand(
            new ByteArrayInputStream(new byte[0]), nowhere, new PrintStream(err, true, UTF_8));
    List<String> all = List.of(words.replace("@", folder + "/").split(" "));
    assertThat(command.run(all)).as(words).isEqualTo(3);
    assertThat(err.toString(UTF_8).lines()).as(words).hasSize(1);
    return err.toString(UTF_8).strip();
  }

  @ParameterizedTest
  @CsvSource({
    "--policy, a trust policy",
    "--tsa-certs, certificates of authorities",
    "--witnesses, a witness policy",
    "--since, a signed note"
  })
  void file_thatIsNotWhatItShouldBe_isNamedWithItsOption(String option, String expected) {
    for (String file : List.of("none", "folder", "junk", "binary", "empty")) {
      assertThat(refused("verify " + option + " @" + file + " @bundle"))
          .startsWith(option + " " + folder.resolve(file) + ": ")
          .contains("; give " + expected)
          .doesNotContain("null");
    }
  }

  /** What is in it is for the verification to judge: somebody may have changed it. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "folder"})
  void anchorFile_thatCannotBeRead_isNamedWithItsOption(String file) {
    assertThat(refused("verify --anchors @" + file + " @bundle"))
        .startsWith("--anchors " + folder.resolve(file) + ": ")
        .contains("; give a file that FileAnchor wrote");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify @none",
        "verify @folder",
        "prove 11111111-1111-4111-8111-111111111111 @none",
        "prove 11111111-1111-4111-8111-111111111111 @folder"
      })
  void bundle_thatCannotBeRead_isNamed(String words) {
    String file = words.substring(words.indexOf('@') + 1);

    assertThat(refused(words)).startsWith("the bundle " + folder.resolve(file) + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "folder", "junk", "binary", "empty"})
  void checkpoint_thatIsNone_isNamed(String file) {
    assertThat(refused("consistency @" + file + " @bundle"))
        .startsWith("the checkpoint " + folder.resolve(file) + ": ")
        .contains("; give a signed note of a log");
  }

  @ParameterizedTest
  @CsvSource({
    "verify --tail x -, --tail x: give a whole number from 0 to 999999999999999999",
    "verify --tail -1 -, --tail -1: give a whole number",
    "verify --threads 0 -, --threads 0: give a whole number from 1 to 64",
    "verify --threads 65 -, --threads 65: give a whole number from 1 to 64",
    "verify --threads 999999 -, --threads 999999: give",
    "verify --tenant x -, --tenant x: this is no UUID; give one in 36 lower-case characters",
    "verify --stamped-since x -, --stamped-since x: this is no time; give one such as 2026-",
    "verify --policy= -, --policy (nothing): it is no path; give a trust policy",
    "verify --json=1 -, the option --json has no value; leave out what is behind =",
    "prove x -, the event x: this is no UUID; give one in 36",
    "sql --installation x';y --all, --installation x';y: the installation name is not 1 to 128",
    "sql --installation x --tenant y, --tenant y: this is no UUID",
    "verify --policy, the option --policy needs a value behind it"
  })
  void value_thatIsNotAllowed_isNamedWithWhatIs(String words, String message) {
    assertThat(refused(words)).startsWith(message);
  }

  @Test
  void event_thatIsNotInTheBundle_isNamed() {
    assertThat(refused("prove " + ABSENT + " @bundle"))
        .isEqualTo("the bundle has no event of this id: " + ABSENT);
  }
}
