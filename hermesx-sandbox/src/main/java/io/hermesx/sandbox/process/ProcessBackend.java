// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.process;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.files.ExecutorFolder;
import io.hermesx.sandbox.files.FolderSweep;
import io.hermesx.sandbox.files.Reason;
import io.hermesx.sandbox.run.Backend;
import io.hermesx.sandbox.run.Launched;
import io.hermesx.sandbox.run.Spelling;
import io.hermesx.sandbox.run.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Starts programs as plain processes, each in a folder of its own. Thread-safe. */
public final class ProcessBackend implements Backend {

  private final ExecutorFolder home;
  private final AtomicLong folders = new AtomicLong();
  private final Starts starts = new Starts(Duration.ofSeconds(1));
  private volatile List<GuaranteeProof> proofs = List.of();
  private volatile Set<Guarantee> guarantees = Set.of();

  private ProcessBackend(ExecutorFolder home) {
    this.home = home;
  }

  /**
   * Makes one that has proven nothing yet.
   *
   * @param temporary where its folder is made
   */
  public static ProcessBackend in(Path temporary) throws IOException {
    ExecutorFolder home = ExecutorFolder.make(temporary, "hermesx-process-", "rwx------");
    FolderSweep.beside(home, folder -> {});
    return new ProcessBackend(home);
  }

  /** Sets what it was found to hold. */
  public void proven(List<GuaranteeProof> value) {
    EnumSet<Guarantee> held = EnumSet.noneOf(Guarantee.class);
    value.stream().filter(GuaranteeProof::held).forEach(proof -> held.add(proof.guarantee()));
    proofs = List.copyOf(value);
    guarantees = Set.copyOf(held);
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<GuaranteeProof> proofs() {
    return proofs;
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  @Override
  public boolean needsLastingThread() {
    return false;
  }

  @Override
  public Launched launch(SandboxRequest request, Optional<WorkFolder> folder) throws IOException {
    Spelling.require(request.argv());
    Spelling.require(request.environment().keySet());
    Spelling.require(request.environment().values());
    boolean own = folder.isEmpty();
    WorkFolder work = own ? workFolder(request.limits()) : folder.get();
    ProcessBuilder builder = new ProcessBuilder(request.argv()).directory(work.root().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(request.environment());
    try {
      if (!own) {
        starts.awaitThoseUnderWay();
      }
      return new ProcessTree(
          starts.start(builder), work.root(), guarantees, own ? work::release : () -> {});
    } catch (IOException | RuntimeException | Error e) {
      if (own) {
        work.release();
      }
      throw e;
    }
  }

  @Override
  public WorkFolder workFolder(SandboxLimits limits) throws IOException {
    Path root = home.path().resolve(String.valueOf(folders.incrementAndGet()));
    home.keep();
    try {
      Files.createDirectory(root);
    } catch (IOException e) {
      throw new IOException(
          "no work folder can be made: "
              + Reason.of(e)
              + "; make room there, or name another folder with temporaryFolder",
          e);
    }
    return new ProcessFolder(root);
  }

  @Override
  public void close() {
    try {
      home.close();
    } catch (IOException e) {
      // The folder is gone, or swept later.
      return;
    }
  }
}
