// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class ExactTextTest {

  @Property
  void stored_anyText_isReadBackAndCanBeKept(
      @ForAll
          @CharRange(from = '\u0000', to = '\u001f')
          @CharRange(from = '\ud7ff', to = '\ue000')
          @CharRange(from = 'a', to = 'c')
          String text) {
    String stored = ExactText.toStored(text);

    assertThat(ExactText.fromStored(stored)).isEqualTo(text);
    assertThat(stored).doesNotContain("\u0000");
    assertThat(new String(stored.getBytes(UTF_8), UTF_8)).isEqualTo(stored);
  }

  @Test
  void stored_ordinaryText_isTheSameText() {
    String text = "{\"amount\":40}\n\t\u0001 𝄞 é";

    assertThat(ExactText.toStored(text)).isSameAs(text);
    assertThat(ExactText.fromStored(text)).isSameAs(text);
  }
}
