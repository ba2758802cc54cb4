// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.anchor.AnchorFault;
import io.hermesx.audit.anchor.AnchorFile;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.audit.format.AuditFault;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The anchor files that are given beside a bundle.
 *
 * @param files where they are
 */
record AnchoredRoots(List<Path> files) {

  AnchoredRoots {
    files = List.copyOf(files);
  }

  /**
   * Reads what is anchored of one installation; other installations may share a file.
   *
   * @param roots told each line that can be read, and its number
   * @param faults told what is wrong at which line
   */
  void read(
      String installation,
      BiConsumer<Long, Checkpoint> roots,
      BiConsumer<Long, AuditFault> faults) {
    for (Path file : files) {
      AnchorFile.at(file)
          .read(
              new AnchorFile.Reader() {
                @Override
                public void checkpoint(long sequence, Checkpoint checkpoint) {
                  if (LogName.tenant(installation, checkpoint.origin()).isPresent()) {
                    roots.accept(sequence, checkpoint);
                  }
                }

                @Override
                public void fault(long line, AnchorFault fault) {
                  faults.accept(line, AuditFault.ANCHOR_NOT_READABLE);
                }
              });
    }
  }
}
