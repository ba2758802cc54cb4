// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxUsage;
import io.hermesx.sandbox.files.InputFiles;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A back end that works, but for what interferes before each step.
 *
 * @param needsLastingThread whether it says so, as bubblewrap does
 */
record DisturbedBackend(Backend real, Interference interference, boolean needsLastingThread)
    implements Backend {

  private static final String[] NO_PROGRAM = {};

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public List<GuaranteeProof> proofs() {
    return real.proofs();
  }

  @Override
  public Set<Guarantee> guarantees() {
    interference.at(Step.GUARANTEES, NO_PROGRAM);
    return real.guarantees();
  }

  @Override
  public boolean needsLastingThread() {
    interference.at(Step.THREAD, NO_PROGRAM);
    return needsLastingThread;
  }

  @Override
  public Launched launch(SandboxRequest request, Optional<WorkFolder> folder) throws IOException {
    String[] argv = request.argv().toArray(NO_PROGRAM);
    interference.at(Step.LAUNCH, argv);
    return new Disturbed(real.launch(request, folder), interference, argv);
  }

  @Override
  public WorkFolder workFolder(SandboxLimits limits) throws IOException {
    interference.at(Step.WORK_FOLDER, NO_PROGRAM);
    return new DisturbedFolder(real.workFolder(limits), interference);
  }

  @Override
  public void close() {
    real.close();
  }

  private record DisturbedFolder(WorkFolder real, Interference interference) implements WorkFolder {

    @Override
    public Path root() {
      interference.at(Step.FOLDER_ROOT, NO_PROGRAM);
      return real.root();
    }

    @Override
    public InputFiles.Access access() {
      return real.access();
    }

    @Override
    public void release() {
      interference.at(Step.FOLDER_RELEASE, NO_PROGRAM);
      real.release();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Disturbed(Launched real, Interference interference, String[] argv)
      implements Launched {

    @Override
    public Process process() {
      interference.at(Step.PROCESS, argv);
      return new DisturbedProcess(real.process(), interference, argv);
    }

    @Override
    public Set<Guarantee> held() {
      interference.at(Step.HELD, argv);
      return real.held();
    }

    @Override
    public void kill() {
      interference.at(Step.KILL, argv);
      real.kill();
    }

    @Override
    public boolean awaitGone(Duration patience) throws InterruptedException {
      interference.at(Step.AWAIT_GONE, argv);
      return real.awaitGone(patience);
    }

    @Override
    public Optional<Guarantee> exceeded() {
      interference.at(Step.EXCEEDED, argv);
      return real.exceeded();
    }

    @Override
    public SandboxOutcome outcome(int status, String errors) {
      interference.at(Step.OUTCOME, argv);
      return real.outcome(status, errors);
    }

    @Override
    public SandboxUsage usage(Duration wall) {
      interference.at(Step.USAGE, argv);
      return real.usage(wall);
    }

    @Override
    public void release() {
      interference.at(Step.RELEASE, argv);
      real.release();
    }
  }

  /** A process whose output cannot be had. */
  private static final class DisturbedProcess extends Process {

    private final Process real;
    private final Interference interference;
    private final String[] argv;

    DisturbedProcess(Process real, Interference interference, String[] argv) {
      this.real = real;
      this.interference = interference;
      this.argv = argv;
    }

    @Override
    public InputStream getInputStream() {
      interference.at(Step.STREAMS, argv);
      return new FilterInputStream(real.getInputStream()) {
        @Override
        public int read(byte[] piece, int from, int length) throws IOException {
          interference.at(Step.READ, argv);
          return super.read(piece, from, length);
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      return real.getOutputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return real.getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return real.waitFor();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
      return real.waitFor(timeout, unit);
    }

    @Override
    public int exitValue() {
      return real.exitValue();
    }

    @Override
    public boolean isAlive() {
      return real.isAlive();
    }

    @Override
    public void destroy() {
      real.destroy();
    }

    @Override
    public Process destroyForcibly() {
      return real.destroyForcibly();
    }

    @Override
    public ProcessHandle toHandle() {
      return real.toHandle();
    }
  }
}
