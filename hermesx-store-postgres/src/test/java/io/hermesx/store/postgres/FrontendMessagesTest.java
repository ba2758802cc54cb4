// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrontendMessagesTest {

  private static final int PROTOCOL = 196608;

  private final StringBuilder types = new StringBuilder();
  private final FrontendMessages messages = new FrontendMessages(type -> types.append((char) type));

  /** A session: the message that starts it, a query, and a statement with a body of that size. */
  private static byte[] session(int body) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(octets);
    out.writeInt(13);
    out.writeInt(PROTOCOL);
    out.writeBytes("user\0");
    message(out, 'Q', 6);
    message(out, 'P', body);
    message(out, 'B', 0);
    message(out, 'S', 0);
    return octets.toByteArray();
  }

  /** A body that looks like Sync messages to whoever loses count. */
  private static void message(DataOutputStream out, char type, int body) throws IOException {
    out.writeByte(type);
    out.writeInt(4 + body);
    byte[] octets = new byte[body];
    Arrays.fill(octets, (byte) 'S');
    out.write(octets);
  }

  @Test
  void messages_cutAnywhere_areCountedOnce() throws IOException {
    byte[] octets = session(20);
    for (int cut = 0; cut <= octets.length; cut++) {
      types.setLength(0);
      FrontendMessages fresh = new FrontendMessages(type -> types.append((char) type));
      fresh.read(octets, cut);
      byte[] rest = Arrays.copyOfRange(octets, cut, octets.length);
      fresh.read(rest, rest.length);
      assertThat(types).as("cut at %s", cut).hasToString("QPBS");
    }
  }

  @Test
  void messages_octetByOctet_areCountedOnce() throws IOException {
    for (byte octet : session(1_000)) {
      messages.read(new byte[] {octet}, 1);
    }
    assertThat(types).hasToString("QPBS");
  }

  @Test
  void message_largerThanAnyPiece_isOne() throws IOException {
    byte[] octets = session(5_000_000);
    for (int at = 0; at < octets.length; at += 1 << 14) {
      byte[] piece = Arrays.copyOfRange(octets, at, Math.min(at + (1 << 14), octets.length));
      messages.read(piece, piece.length);
    }
    assertThat(types).hasToString("QPBS");
  }
}
