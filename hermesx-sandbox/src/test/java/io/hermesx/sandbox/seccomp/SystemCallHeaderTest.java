// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The numbers of the table against the kernel's headers on this machine. */
class SystemCallHeaderTest {

  private static final Pattern LINE =
      Pattern.compile("#define\\s+__NR(?:3264)?_(\\w+)\\s+(\\d+)\\s*");

  @Test
  void numbers_x86Header_agree() throws IOException {
    compare(Architecture.X86_64, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
  }

  @Test
  void numbers_genericHeader_agree() throws IOException {
    compare(Architecture.AARCH64, "/usr/include/asm-generic/unistd.h");
  }

  private static void compare(Architecture architecture, String header) throws IOException {
    Path file =
        OutsideComponent.require(
            "linux-headers",
            Optional.of(Path.of(header)).filter(Files::isReadable),
            "apt-get install linux-libc-dev on x86-64");
    Map<String, Integer> numbers = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        numbers.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
      }
    }
    int compared = 0;
    for (SystemCall call : SystemCall.values()) {
      String name = call.name().toLowerCase(Locale.ROOT);
      Integer expected = numbers.get(name.equals("sysctl") ? "_sysctl" : name);
      if (expected != null) {
        assertThat(call.number(architecture)).as(name).hasValue(expected);
        compared++;
      } else {
        assertThat(call.number(architecture).orElse(1000)).as(name).isGreaterThan(450);
      }
    }
    assertThat(compared).isGreaterThan(60);
  }
}
