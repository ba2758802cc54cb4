// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonSyntaxException;
import io.hermesx.core.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The reader of headers takes exactly the canonical form of what the page allows. */
class HeaderReaderProperties {

  private static final byte[] SYNTAX = "\"\\{}[],: 019-+.eE\tntfu\u0000\u007f".getBytes(US_ASCII);

  private final FormatPage page = new FormatPage();
  private final List<String> headers = GoldenLogTest.golden("header");

  HeaderReaderProperties() throws IOException {}

  @Property(tries = 3_000)
  void header_withAFewOctetsChanged_isReadExactlyIfCanonicalAndAllowed(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] octets = headers.get(random.nextInt(headers.size())).getBytes(US_ASCII);
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      octets = change(octets, random);
    }

    assertThat(isRead(octets)).as(new String(octets, UTF_8)).isEqualTo(isAllowed(octets));
  }

  private static boolean isRead(byte[] octets) {
    try {
      HeaderView.header(octets);
      return true;
    } catch (HeaderRefusedException e) {
      return false;
    }
  }

  private boolean isAllowed(byte[] octets) {
    try {
      JsonValue value = JsonValue.parse(octets, JsonLimits.STANDARD);
      return Arrays.equals(value.canonicalBytes(), octets) && page.allowsHeader(value);
    } catch (JsonSyntaxException e) {
      return false;
    }
  }

  static byte[] change(byte[] octets, Random random) {
    int at = random.nextInt(octets.length);
    int end = Math.min(octets.length, at + random.nextInt(1, 40));
    byte syntax = SYNTAX[random.nextInt(SYNTAX.length)];
    return switch (random.nextInt(7)) {
      case 0 ->
          splice(octets, at, at + 1, new byte[] {(byte) (octets[at] ^ 1 << random.nextInt(8))});
      case 1 -> splice(octets, at, at + 1, new byte[] {syntax});
      case 2 -> splice(octets, at, at, new byte[] {syntax});
      case 3 -> splice(octets, at, at + 1, new byte[0]);
      case 4 -> splice(octets, at, end, new byte[0]);
      case 5 -> splice(octets, at, at, Arrays.copyOfRange(octets, at, end));
      default -> splice(octets, at, at + 1, new byte[] {(byte) ('0' + random.nextInt(75))});
    };
  }

  private static byte[] splice(byte[] octets, int from, int to, byte[] with) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(octets, 0, from);
    out.writeBytes(with);
    out.write(octets, to, octets.length - to);
    return out.size() == 0 ? octets : out.toByteArray();
  }
}
