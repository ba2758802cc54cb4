// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Whether this JVM can hand a text to a program as it is. */
public final class Spelling {

  private Spelling() {}

  /**
   * Checks texts that become arguments or variables of a program.
   *
   * @throws IOException if a text would arrive as another one; it does not say the text
   */
  public static void require(Collection<String> texts) throws IOException {
    String name = System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name());
    Charset charset = Charset.forName(name);
    for (String text : texts) {
      if (!charset.newEncoder().canEncode(text)) {
        throw new IOException(
            "an argument or variable has a character that this JVM cannot hand to a program in its"
                + " encoding "
                + name
                + "; start the JVM with LC_ALL=C.UTF-8");
      }
    }
  }
}
