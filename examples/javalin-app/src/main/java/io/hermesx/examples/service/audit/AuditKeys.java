// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import io.hermesx.audit.FileSignerState;
import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.core.time.SystemSources;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys that sign the trail, from files that only the service can read.
 *
 * @param current who signs
 * @param retiring who signed before, while keys are being rotated; empty otherwise
 */
record AuditKeys(List<SigningKey> current, List<SigningKey> retiring) {

  private static final int BOTH = SignatureType.values().length;

  /**
   * Reads the keys. They are made, with an empty state of the signer, where nothing was ever
   * signed; and made anew where the old ones were put aside to retire. Whatever was begun by a
   * start that was cut short is finished.
   *
   * @param name the name that new keys sign with
   * @param wasSigned whether the database has signed checkpoints
   */
  static AuditKeys open(AuditFiles files, String name, boolean wasSigned) {
    files.prepare();
    requireBothOrNone(files.retiringThere(), "retiring key", files);
    if (!Files.exists(files.unfinished())) {
      requireBothOrNone(files.keysThere(), "key", files);
      if (files.keysThere().isEmpty()) {
        requireFirstStart(files, wasSigned);
        KeyFile.write(files.unfinished(), "");
      }
    }
    if (Files.exists(files.unfinished())) {
      make(files, name);
    }
    AuditKeys keys = new AuditKeys(read(files, false), read(files, true));
    keys.publish(files);
    return keys;
  }

  private static void requireBothOrNone(Set<SignatureType> there, String what, AuditFiles files) {
    if (there.isEmpty() || there.size() == BOTH) {
      return;
    }
    SignatureType missing =
        Stream.of(SignatureType.values())
            .filter(type -> !there.contains(type))
            .findAny()
            .orElseThrow();
    throw new AuditStartException(
        "The audit "
            + what
            + " "
            + (what.equals("key") ? files.key(missing) : files.retiringKey(missing))
            + " is missing while the other one is there. Copy it back from your backup;"
            + " docs/operations/audit.md says what to do if there is none.");
  }

  private static void requireFirstStart(AuditFiles files, boolean wasSigned) {
    boolean rotates = files.retiringThere().size() == BOTH;
    String remains =
        Files.exists(files.state())
            ? "the signer's state " + files.state()
            : Files.exists(files.policy())
                ? "the trust policy " + files.policy()
                : wasSigned ? "the database, with checkpoints that they signed," : "";
    if (!rotates && !remains.isEmpty()) {
      throw new AuditStartException(
          "The audit keys "
              + files.keys().resolve("audit-*.key")
              + " are missing while "
              + remains
              + " is there. Copy them back from your backup; docs/operations/audit.md says what to"
              + " do if there is none.");
    }
  }

  private static void make(AuditFiles files, String name) {
    for (SignatureType type : SignatureType.values()) {
      if (!Files.exists(files.key(type))) {
        KeyFile.write(
            files.key(type),
            SigningKey.generate(name, type, SystemSources.random()).secretText() + "\n");
      }
    }
    if (files.retiringThere().isEmpty() && !Files.exists(files.state())) {
      FileSignerState.create(files.state()).close();
    }
    KeyFile.delete(files.unfinished());
  }

  private static List<SigningKey> read(AuditFiles files, boolean isRetiring) {
    Set<SignatureType> there = isRetiring ? files.retiringThere() : files.keysThere();
    return Stream.of(SignatureType.values())
        .filter(there::contains)
        .map(type -> KeyFile.read(isRetiring ? files.retiringKey(type) : files.key(type), type))
        .toList();
  }

  /** Writes what those who verify need, and refuses keys that do not follow what was written. */
  private void publish(AuditFiles files) {
    KeyGeneration now = generation(current);
    List<KeyGeneration> known = new ArrayList<>();
    if (Files.exists(files.policy())) {
      known.addAll(policy(files).generations());
    } else if (!retiring.isEmpty()) {
      known.add(generation(retiring));
    }
    KeyGeneration last = known.isEmpty() ? now : known.get(known.size() - 1);
    boolean follows = !retiring.isEmpty() && last.equals(generation(retiring));
    if (!last.equals(now) && !follows) {
      throw new AuditStartException(
          "The audit keys in "
              + files.keys()
              + " are not the last ones of "
              + files.policy()
              + ", and those are not retiring. Copy the keys back from your backup; to rotate keys,"
              + " put the old ones aside as docs/guides/audit.md says.");
    }
    if (known.isEmpty() || !last.equals(now)) {
      known.add(now);
      KeyFile.replace(files.policy(), new TrustPolicy(known).format());
    }
  }

  private static TrustPolicy policy(AuditFiles files) {
    try {
      return TrustPolicy.read(files.policy());
    } catch (IllegalArgumentException e) {
      throw new AuditStartException(
          "The trust policy is damaged: "
              + e.getMessage()
              + ". Copy it back from your backup, or delete it to have it written anew with the"
              + " keys that are there.",
          e);
    }
  }

  private static KeyGeneration generation(List<SigningKey> keys) {
    return KeyGeneration.of(keys.stream().map(SigningKey::key).toList());
  }
}
