// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

/**
 * The private key of a witness that a test has, written from C2SP tlog-cosignature and not from the
 * code that verifies.
 */
public final class WitnessSigner {

  private static final int ED25519 = 4;
  private static final int ML_DSA_44 = 6;

  private final String name;
  private final SigningKey key;
  private final int type;

  private WitnessSigner(String name, SigningKey key, int type) {
    this.name = name;
    this.key = key;
    this.type = type;
  }

  /** One of Ed25519. */
  public static WitnessSigner ed25519(String name, long seed) {
    SigningKey key = SigningKey.generate(name, SignatureType.ED25519, new Random(seed));
    return new WitnessSigner(name, key, ED25519);
  }

  /** One of ML-DSA-44. */
  public static WitnessSigner mlDsa44(String name, long seed) {
    SigningKey key = SigningKey.generate(name, SignatureType.ML_DSA_44, new Random(seed));
    return new WitnessSigner(name, key, ML_DSA_44);
  }

  /** One that signs with a key that is there already, such as a log's. */
  public static WitnessSigner with(SigningKey key) {
    int type = key.key().type() == SignatureType.ED25519 ? ED25519 : ML_DSA_44;
    return new WitnessSigner(key.key().name(), key, type);
  }

  /** The same private key under another name. */
  public WitnessSigner as(String other) {
    return new WitnessSigner(other, key, type);
  }

  /** Its vkey. */
  public String vkey() {
    byte[] octets =
        ByteBuffer.allocate(1 + publicKey().length).put((byte) type).put(publicKey()).array();
    return name
        + "+"
        + HexFormat.of().formatHex(id())
        + "+"
        + Base64.getEncoder().encodeToString(octets);
  }

  /** Its public key. */
  public WitnessKey key() {
    return WitnessKey.parse(vkey());
  }

  private byte[] publicKey() {
    return key.key().publicKey();
  }

  private byte[] id() {
    byte[] all =
        Sha256.raw((name + "\n").getBytes(UTF_8), new byte[] {(byte) type}, publicKey()).octets();
    return Arrays.copyOf(all, 4);
  }

  /** Its signature line over a checkpoint, as of a time in seconds. */
  public String cosign(Checkpoint checkpoint, long seconds) {
    byte[] signature =
        key.sign(type == ED25519 ? text(checkpoint, seconds) : message(checkpoint, seconds));
    return line(ByteBuffer.allocate(8 + signature.length).putLong(seconds).put(signature).array());
  }

  /** A signature line of its name and id with any octets. */
  public String line(byte[] octets) {
    byte[] all = ByteBuffer.allocate(4 + octets.length).put(id()).put(octets).array();
    return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(all) + "\n";
  }

  private static byte[] text(Checkpoint checkpoint, long seconds) {
    return ("cosignature/v1\ntime " + Long.toUnsignedString(seconds) + "\n" + checkpoint.text())
        .getBytes(UTF_8);
  }

  private byte[] message(Checkpoint checkpoint, long seconds) {
    byte[] cosigner = name.getBytes(UTF_8);
    byte[] origin = checkpoint.origin().getBytes(UTF_8);
    return ByteBuffer.allocate(12 + 1 + cosigner.length + 8 + 1 + origin.length + 8 + 8 + 32)
        .put("subtree/v1\n\0".getBytes(US_ASCII))
        .put((byte) cosigner.length)
        .put(cosigner)
        .putLong(seconds)
        .put((byte) origin.length)
        .put(origin)
        .putLong(0)
        .putLong(checkpoint.size())
        .put(checkpoint.root().octets())
        .array();
  }
}
