// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Arguments as {@code bwrap --args} reads them: UTF-8, each with a NUL behind it. */
final class ArgumentOctets {

  private ArgumentOctets() {}

  static byte[] of(List<String> arguments) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (String argument : arguments) {
      octets.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
      octets.write(0);
    }
    return octets.toByteArray();
  }
}
