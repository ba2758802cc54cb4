// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import io.hermesx.core.HermesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which witnesses a verifier trusts, and how many of them must have cosigned a checkpoint. Its text
 * is a policy of C2SP tlog-policy without logs, which a file may hold:
 *
 * <pre>
 * witness one witness.example.com/one+1a2b3c4d+BA… https://witness.example.com/one
 * witness two witness.example.org/two+5e6f7a8b+BA…
 * witness three witness.example.net/three+9c0d1e2f+Bg…
 * group some 2 one two three
 * quorum some
 * </pre>
 *
 * <p>A witness counts once, however often and wherever its cosignature is. Two lines with the same
 * public key are refused. Lines that begin with {@code log} are refused, because a {@link
 * TrustPolicy} says whose checkpoints count, and so is {@code quorum none}, because nothing would
 * be shown by it. Immutable.
 */
public final class WitnessPolicy {

  private static final int MOST_OCTETS = 1 << 20; // 256 ML-DSA-44 keys with long names

  private final List<Witness> witnesses;
  private final List<Group> groups;
  private final String quorum;

  /** The parts have been checked by {@link WitnessPolicyText}. */
  WitnessPolicy(List<Witness> witnesses, List<Group> groups, String quorum) {
    this.witnesses = List.copyOf(witnesses);
    this.groups = List.copyOf(groups);
    this.quorum = quorum;
  }

  /**
   * A witness of a policy.
   *
   * @param label what it is called in the policy, as ISO 8859-1; it means nothing outside of it
   * @param key what it signs with
   * @param address where it takes checkpoints, if the policy says so: the submission prefix of C2SP
   *     tlog-witness, such as {@code https://witness.example.com/one}
   */
  public record Witness(String label, WitnessKey key, Optional<String> address) {}

  /** Members, which are witnesses or groups before this one, of which so many are enough. */
  record Group(String label, int threshold, List<String> members) {

    Group {
      members = List.copyOf(members);
    }
  }

  /**
   * Reads the text of a policy.
   *
   * @throws IllegalArgumentException if it is none; the message says in which line
   */
  public static WitnessPolicy parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static WitnessPolicy parse(byte[] octets) {
    if (octets.length > MOST_OCTETS) {
      throw new IllegalArgumentException(
          "a witness policy has more than the allowed " + MOST_OCTETS + " octets");
    }
    return WitnessPolicyText.parse(octets);
  }

  /**
   * Reads a policy from a file.
   *
   * @throws HermesException if the file cannot be read
   * @throws IllegalArgumentException if it does not hold a policy
   */
  public static WitnessPolicy read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in.readNBytes(MOST_OCTETS + 1));
    } catch (IOException e) {
      throw new HermesException("the file of a witness policy cannot be read: " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** The witnesses, 1 to 256, in the order of the text. */
  public List<Witness> witnesses() {
    return witnesses;
  }

  /** The keys of the witnesses, in the order of the text. */
  public List<WitnessKey> keys() {
    return witnesses.stream().map(Witness::key).toList();
  }

  /**
   * Whether those that cosigned a checkpoint are enough.
   *
   * @param cosigned whose cosignatures hold; keys that the policy does not have are ignored
   */
  public boolean isQuorum(Collection<WitnessKey> cosigned) {
    Set<String> witnessing = new HashSet<>();
    for (Witness witness : witnesses) {
      if (cosigned.contains(witness.key())) {
        witnessing.add(witness.label());
      }
    }
    for (Group group : groups) { // each speaks only of those before it
      if (group.members().stream().filter(witnessing::contains).count() >= group.threshold()) {
        witnessing.add(group.label());
      }
    }
    return witnessing.contains(quorum);
  }

  /**
   * Refuses a policy by which a log could witness itself.
   *
   * @param logs who signs the checkpoints
   * @throws IllegalArgumentException if a witness has the octets of a log's key, or the same name
   *     and id
   */
  public void requireApartFrom(TrustPolicy logs) {
    for (KeyGeneration generation : logs.generations()) {
      for (VerifierKey log : generation.keys()) {
        for (WitnessKey witness : keys()) {
          if (witness.isConfusedWith(log)) {
            throw new IllegalArgumentException(
                "the witness "
                    + witness
                    + " has the key of the log itself, "
                    + log
                    + "; take it out of the witness policy: a log cannot be its own witness");
          }
        }
      }
    }
  }
}
