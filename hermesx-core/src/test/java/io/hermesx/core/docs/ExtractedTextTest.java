// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Java on a page is a region of a compiled file: what stands there has passed the compiler. */
class ExtractedTextTest {

  private static final Pattern SOURCE = Pattern.compile("<!-- java: ([^# ]+)(?:#(\\S+))? -->");

  @Test
  void javaBlocks_onEveryPage_areTheirSourceToTheLetter() throws IOException {
    int blocks = 0;
    for (Page page : Page.all()) {
      for (Page.Block block : page.blocks()) {
        if (block.language().equals("java")) {
          blocks++;
          assertThat(block.comment())
              .as("the comment above a Java block of " + page.path())
              .matches(SOURCE);
          assertThat(block.text())
              .as(page.path() + ", " + block.comment())
              .isEqualTo(source(block.comment()));
        }
      }
    }
    assertThat(blocks).isPositive();
  }

  @Test
  void region_isCutOutAndMovedToTheLeft() {
    String file = "class A {\n  // snippet: one\n  int a;\n\n    int b;\n  // end\n  int c;\n}\n";

    assertThat(region(file, "one")).isEqualTo("int a;\n\n  int b;\n");
  }

  private static String source(String comment) throws IOException {
    Matcher source = SOURCE.matcher(comment);
    assertThat(source.matches()).isTrue();
    String text = Files.readString(Page.TOP.resolve(source.group(1)), UTF_8).replace("\r\n", "\n");
    return source.group(2) == null ? withoutMarks(text) : region(text, source.group(2));
  }

  private static String withoutMarks(String text) {
    return text.replaceAll("(?m)^ *// (snippet: .*|end)\n", "");
  }

  private static String region(String text, String name) {
    List<String> lines = text.lines().map(String::stripTrailing).toList();
    int start = lines.stream().map(String::strip).toList().indexOf("// snippet: " + name);
    assertThat(start).as("the line // snippet: " + name).isNotNegative();
    List<String> after = lines.subList(start + 1, lines.size());
    int end = after.stream().map(String::strip).toList().indexOf("// end");
    assertThat(end).as("the line // end of " + name).isPositive();
    return String.join("\n", after.subList(0, end)).stripIndent() + "\n";
  }
}
