// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A script and the name that a server knows it by once it has seen it. Immutable. */
final class Script {

  private static final String RATE = "rate.lua";

  private final byte[] text;
  private final byte[] name;

  Script(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
    this.name = HexFormat.of().formatHex(sha1(this.text)).getBytes(StandardCharsets.US_ASCII);
  }

  /** The script that executes commands. */
  static Script rate() {
    return new Script(text());
  }

  static String text() {
    try (InputStream file = Script.class.getResourceAsStream(RATE)) {
      if (file == null) {
        throw new IllegalStateException(RATE + " is not in the jar of hermesx-ratelimit");
      }
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] octets() {
    return text;
  }

  byte[] name() {
    return name;
  }

  /** Redis names scripts so; it protects nothing. */
  private static byte[] sha1(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
