// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import io.hermesx.audit.note.SignatureType;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the trail keeps what is not in the database.
 *
 * @param keys the folder of the keys and of the trust policy
 * @param state the file of the signer's state
 * @param anchor the file that checkpoints are anchored in
 */
record AuditFiles(Path keys, Path state, Path anchor) {

  static AuditFiles of(Configuration configuration) {
    Path data = configuration.dataFolder();
    return new AuditFiles(
        data.resolve("keys"),
        configuration.path(Variable.AUDIT_STATE).orElse(data.resolve("audit-signer.state")),
        configuration.path(Variable.AUDIT_ANCHOR).orElse(data.resolve("audit-anchor.log")));
  }

  /** Makes what folders are ours, and looks whether the others are there. */
  void prepare() {
    createPrivately(keys);
    requireFile(Variable.AUDIT_STATE, state);
    requireFile(Variable.AUDIT_ANCHOR, anchor);
  }

  private static void createPrivately(Path folder) {
    try {
      for (Path one : new Path[] {folder.getParent(), folder}) {
        boolean fresh = !Files.exists(one);
        Files.createDirectories(one);
        if (fresh && Files.getFileStore(one).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwx------"));
        }
      }
    } catch (IOException e) {
      throw new AuditStartException(
          "The folder of the audit keys "
              + folder
              + " cannot be made ("
              + why(e)
              + "). Give this user the right to write there, or set HERMESX_DATA to another folder.",
          e);
    }
  }

  /** A folder that is not there is a typo; one that cannot be written is for the health to say. */
  private static void requireFile(Variable variable, Path file) {
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new AuditStartException(
          variable.key()
              + " is \""
              + file
              + "\", "
              + (Files.isDirectory(file) ? "which is a folder" : "whose folder is not there")
              + "; allowed: "
              + variable.allowed()
              + ". Make the folder or correct the path.");
    }
  }

  Path key(SignatureType type) {
    return keys.resolve("audit-" + type.label() + ".key");
  }

  Path retiringKey(SignatureType type) {
    return keys.resolve("audit-retiring-" + type.label() + ".key");
  }

  /** The public keys, for those who verify. */
  Path policy() {
    return keys.resolve("audit-trust-policy.txt");
  }

  /** There from before keys are made until everything that goes with them is. */
  Path unfinished() {
    return keys.resolve("making-keys-unfinished");
  }

  Set<SignatureType> keysThere() {
    return there(true);
  }

  Set<SignatureType> retiringThere() {
    return there(false);
  }

  private Set<SignatureType> there(boolean isCurrent) {
    return Stream.of(SignatureType.values())
        .filter(type -> Files.exists(isCurrent ? key(type) : retiringKey(type)))
        .collect(Collectors.toSet());
  }

  static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.getClass().getSimpleName();
  }
}
