// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonBoolean;
import io.hermesx.core.json.JsonNull;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.sandbox.bubblewrap.Bubblewrap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of this host, and of it with something taken away. */
class SandboxDoctorTest {

  private static final List<String> ALL =
      Arrays.stream(Guarantee.values()).map(Enum::name).toList();

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void letOtherAccountsIn() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void run_hostThatHoldsEverything_endsWithZero_andSaysSo() {
    Bubblewrap.require();
    Bubblewrap.requireControlGroups();

    assertThat(run()).isZero();
    assertThat(printed())
        .startsWith("host: ")
        .contains("\nbubblewrap: tier UNTRUSTED\n", "\nprocess: tier TRUSTED\n")
        .contains("  held     MEMORY_TREE_LIMIT\n             64 MiB under a limit of 32 MiB")
        .endsWith("Programs that nobody has read can run here: tier UNTRUSTED is held.\n");
    assertThat(err.size()).isZero();
  }

  @Test
  void run_json_hasEveryGuaranteeOfEveryExecutor_withEvidenceOrRemedy() {
    int status = run("--json", "--temporary-folder", folder.toString());

    JsonObject answer = JsonObject.parseObject(printed());
    assertThat(answer.bool("untrusted")).isEqualTo(status == 0);
    assertThat(((JsonObject) answer.require("host")).string("system"))
        .isEqualTo(System.getProperty("os.name"));
    assertThat(executors(answer))
        .extracting(one -> one.string("name"))
        .containsExactly("bubblewrap", "process");
    for (JsonObject executor : executors(answer)) {
      List<JsonObject> guarantees = rows(executor, "guarantees");
      assertThat(guarantees).extracting(row -> row.string("name")).isEqualTo(ALL);
      assertThat(guarantees)
          .allMatch(row -> !row.string("evidence").isBlank())
          .allMatch(row -> row.bool("held") == row.string("remedy").isBlank());
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void run_withoutBubblewrap_endsWithOne_andNamesThePackage() {
    assertThat(run("--bwrap", folder.resolve("bwrap").toString())).isEqualTo(1);
    assertThat(printed())
        .contains("\nbubblewrap: no tier\n", "cannot run here: bubblewrap lacks [FS_CONFINED, ")
        .contains("To change that:\n- install bubblewrap 0.8 or newer (apt-get install bubblewrap)")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void run_oldBubblewrap_namesTheVersion() throws IOException {
    Path old = bubblewrap("tr '\\0' '\\n' <&7 | grep -q -x -e --disable-userns && exit 1; exit 0");
    assertThat(remedies("--bwrap", old.toString()))
        .singleElement()
        .asString()
        .contains("install bubblewrap 0.8 or newer, which has --disable-userns", "user namespaces");
  }

  @Test
  void run_controlGroupThatIsNotThere_namesWhatItNeedsAndWhere() {
    Bubblewrap.require();
    assertThat(run("--control-group", "hermesx-no-such/group")).isEqualTo(1);
    assertThat(printed())
        .contains(
            "\nbubblewrap: tier TRUSTED\n",
            "lacks [CPU_TIME_LIMIT, MEMORY_TREE_LIMIT, DISK_LIMIT, HOST_OOM_SAFE].\nTo change that:",
            "hermesx-no-such/group");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grep -v -x -e --seccomp -e 9                    | SYSCALL_FILTER | CONFIG_SECCOMP_FILTER",
        "sed -e 's/^--unshare-all$/&\\n--share-net/'     | NET_NONE | CONFIG_NET_NS",
        "sed -e 's/^--proc$/--ro-bind\\n\\/var\\n\\/var\\n&/' | FS_CONFINED | report it",
        "grep -v -x -e --clearenv                        | ENV_CLEAN | report it",
      })
  void run_oneThingTakenAway_namesItAndTheRemedy(String edit, Guarantee missing, String remedy)
      throws IOException {
    Path real = Bubblewrap.require();
    Path weaker =
        bubblewrap(
            "[ \"$1\" = --args ] || exec %s \"$@\"\nedited=$(mktemp) || exit 1\n".formatted(real)
                + "tr '\\0' '\\n' <&7 | "
                + edit
                + " | tr '\\n' '\\0' >$edited\nexec 7<$edited && rm $edited && exec "
                + real
                + " \"$@\"");
    assertThat(run("--json", "--bwrap", weaker.toString())).isEqualTo(1);
    assertThat(rows(executors(JsonObject.parseObject(printed())).get(0), "guarantees"))
        .filteredOn(row -> row.string("name").equals(missing.name()))
        .singleElement()
        .satisfies(row -> assertThat(row.bool("held")).isFalse())
        .satisfies(row -> assertThat(row.string("remedy")).contains(remedy));
  }

  @Test
  void run_folderThatCannotBeWritten_saysSoWithoutAStackTrace() {
    String missing = folder.resolve("missing").toString();
    assertThat(run("--temporary-folder", missing)).isEqualTo(1);
    assertThat(printed())
        .contains(missing, "- name a folder in which this user can make others")
        .doesNotContain("Exception", "\tat ");
    assertThat(executors(answer("--temporary-folder", missing)))
        .allMatch(one -> one.require("tier") == JsonNull.INSTANCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--jsn                      | there is no option \"--jsn\", allowed: --json, ",
        "bubblewrap                 | there is no option \"bubblewrap\"",
        "--bwrap                    | --bwrap has no value, allowed: a path after it",
        "--temporary-folder --json  | --temporary-folder has no value",
        "--control-group a/../b     | --control-group is \"a/../b\", allowed: a path below",
        "--bwrap /a --bwrap /b      | --bwrap is there twice",
      })
  void run_argumentsNotUnderstood_triesNothing_andEndsWithTwo(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("sandbox doctor: " + message)
        .hasLineCount(1);
    assertThat(out.size()).isZero();
  }

  @Test
  void run_help_namesEveryOption_andTriesNothing() {
    assertThat(run("--help")).isZero();
    assertThat(printed())
        .contains("--json", "--control-group", "--temporary-folder", "--bwrap", "--help")
        .contains(SandboxTier.UNTRUSTED.name())
        .doesNotContain("host:");
  }

  private int run(String... arguments) {
    out.reset();
    return SandboxDoctor.run(List.of(arguments), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private JsonObject answer(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--json";
    int unused = run(all);
    return JsonObject.parseObject(printed());
  }

  private List<Object> remedies(String... arguments) {
    JsonObject answer = answer(arguments);
    assertThat(answer.require("untrusted")).isEqualTo(JsonBoolean.FALSE);
    JsonArray remedies = (JsonArray) executors(answer).get(0).require("remedies");
    return List.copyOf(remedies.items());
  }

  private static List<JsonObject> executors(JsonObject answer) {
    return rows(answer, "executors");
  }

  private static List<JsonObject> rows(JsonObject object, String key) {
    return ((JsonArray) object.require(key)).items().stream().map(JsonObject.class::cast).toList();
  }

  private Path bubblewrap(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
