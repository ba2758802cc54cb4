// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupNameTest {

  @TempDir private Path proc;

  @Test
  void name_parsed_isTheSame() {
    GroupName name = new GroupName(new ProcessIdentity(4026531836L, 4711, 99_887_766), 3);
    assertThat(name.text()).isEqualTo("hermesx-4026531836-4711-99887766-3");
    assertThat(GroupName.parse(name.text())).contains(name);
  }

  @Test
  void otherNames_parsed_areNotOurs() {
    for (String text :
        new String[] {
          "hermesx-host",
          "hermesx-1-2-3",
          "hermesx-1-2-3-4-5",
          "hermesx-1-2-3-x",
          "user.slice",
          "hermesx-1-2-3-4 ",
          "hermesx-99999999999999999999-1-1-1",
          ""
        }) {
      assertThat(GroupName.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void process_nameWithParentheses_isReadFromTheEnd() throws IOException {
    stat("4711", "4711 (a) S 1 (b)) S " + "0 ".repeat(18) + "123 0 0");
    assertThat(new ProcessIdentity(1, 4711, 123).isAlive(proc)).isTrue();
  }

  @Test
  void process_numberUsedAgain_isNotTheSame() throws IOException {
    stat("4711", "4711 (java) S " + "0 ".repeat(18) + "124 0 0");
    assertThat(new ProcessIdentity(1, 4711, 123).isAlive(proc)).isFalse();
    assertThat(new ProcessIdentity(1, 4712, 124).isAlive(proc)).isFalse();
  }

  private void stat(String pid, String text) throws IOException {
    Files.createDirectories(proc.resolve(pid));
    Files.writeString(proc.resolve(pid).resolve("stat"), text);
  }
}
