// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LinksTest {

  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|^\\[[^\\]]+]: (\\S+)$", Pattern.MULTILINE);
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  @Test
  void relativeLinks_onEveryPage_leadToAFileAndAHeading() {
    List<String> broken = new ArrayList<>();
    int seen = 0;
    for (Page page : Page.all()) {
      for (String link : links(page)) {
        seen++;
        if (!leadsSomewhere(page, link)) {
          broken.add(page.path() + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(seen).isGreaterThan(50);
  }

  @Test
  void brokenLinks_areFound() {
    Page page =
        new Page(Page.TOP.resolve("README.md"), "[a](LICENSE) [b](NO_SUCH) [c](#none)\n# One\n");

    assertThat(links(page)).containsExactly("LICENSE", "NO_SUCH", "#none");
    assertThat(links(page))
        .filteredOn(link -> leadsSomewhere(page, link))
        .containsExactly("LICENSE");
  }

  private static List<String> links(Page page) {
    return LINK.matcher(page.text())
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .filter(link -> !link.startsWith("https://"))
        .toList();
  }

  private static boolean leadsSomewhere(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
    if (!Files.exists(target)) {
      return false;
    }
    if (parts.length == 1) {
      return true;
    }
    Page there =
        parts[0].isEmpty() ? page : Page.read(Page.TOP.relativize(target.normalize()).toString());
    return anchors(there).contains(parts[1]);
  }

  /** The anchors that GitHub makes of headings. */
  private static List<String> anchors(Page page) {
    return HEADING
        .matcher(page.text())
        .results()
        .map(
            found ->
                found
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toList());
  }
}
