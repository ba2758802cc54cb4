// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The keys that a verifier trusts to sign the checkpoints of an installation: generations in the
 * order in which they followed each other. From which size of a log on a generation signs is not
 * said here, but by the log's own events about rotations, which name the generation by its {@link
 * KeyGeneration#digest}.
 *
 * <p>Its text is {@link TrustPolicyText lines}, which a file may hold:
 *
 * <pre>
 * hermesx/audit/trust/v1
 * generation requires ed25519 ml-dsa-44
 * audit.example.com/prod+5f0c1d2e+AQ…
 * audit.example.com/prod+0a1b2c3d+Bg…
 * </pre>
 *
 * @param generations 1 to 1,000, the oldest first; no key and no pair of name and id is in two
 */
public record TrustPolicy(List<KeyGeneration> generations) {

  /** The most generations that a policy may have. */
  public static final int MOST_GENERATIONS = 1000;

  private static final int MOST_OCTETS = 1 << 22; // 1,000 generations with the longest names

  /**
   * Checks the generations.
   *
   * @throws IllegalArgumentException if there are none or too many, or a key is in two of them: a
   *     retired key must not come back, and the rotation to a key that stays would be none
   */
  public TrustPolicy {
    generations = List.copyOf(generations);
    if (generations.isEmpty() || generations.size() > MOST_GENERATIONS) {
      throw new IllegalArgumentException(
          "a trust policy has "
              + generations.size()
              + " generations of keys, allowed: 1 to "
              + MOST_GENERATIONS);
    }
    requireDistinct(keys(generations));
  }

  /**
   * Reads the text of a policy.
   *
   * @throws IllegalArgumentException if it is none, or not in its one spelling; the message says in
   *     which line
   */
  public static TrustPolicy parse(String text) {
    return TrustPolicyText.parse(text);
  }

  /**
   * Reads a policy from a file.
   *
   * @throws HermesException if the file cannot be read
   * @throws IllegalArgumentException if it does not hold a policy
   */
  public static TrustPolicy read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(MOST_OCTETS + 1);
      if (octets.length > MOST_OCTETS) {
        throw new IllegalArgumentException(
            "it has more than " + MOST_OCTETS + " octets, which no trust policy has");
      }
      return parse(
          NoteText.decoded(octets)
              .orElseThrow(() -> new IllegalArgumentException("it is not valid UTF-8")));
    } catch (IOException e) {
      throw new HermesException("the file of a trust policy cannot be read: " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Returns the policy's text, which {@link #parse} reads. */
  public String format() {
    return TrustPolicyText.format(this);
  }

  /** Returns the number of the generation, from 0, that has this digest. */
  public OptionalInt find(Sha256 digest) {
    return IntStream.range(0, generations.size())
        .filter(i -> generations.get(i).digest().equals(digest))
        .findFirst();
  }

  /** Verifies a checkpoint against the keys of all generations. */
  public TrustVerdict check(SignedCheckpoint checkpoint) {
    SignatureCheck signatures = checkpoint.check(keys(generations));
    List<Integer> acceptable =
        IntStream.range(0, generations.size())
            .filter(i -> signatures.faults().isEmpty())
            .filter(i -> generations.get(i).missing(signatures).isEmpty())
            .boxed()
            .toList();
    return new TrustVerdict(signatures, acceptable);
  }

  private static List<VerifierKey> keys(List<KeyGeneration> generations) {
    return generations.stream().flatMap(generation -> generation.keys().stream()).toList();
  }

  private static void requireDistinct(List<VerifierKey> keys) {
    Set<Object> seen = new HashSet<>();
    List<VerifierKey> twice = new ArrayList<>();
    for (VerifierKey key : keys) {
      boolean isNew = seen.add(Sha256.raw(key.publicKey()));
      isNew &= seen.add(key.toString());
      if (!isNew) {
        twice.add(key);
      }
    }
    if (!twice.isEmpty()) {
      throw new IllegalArgumentException(
          "a trust policy has the keys "
              + twice
              + " twice, by their octets or by name and id; make new keys for each generation");
    }
  }
}
