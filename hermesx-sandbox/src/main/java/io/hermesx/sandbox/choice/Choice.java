// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.choice;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Executors in the order of their speed. Thread-safe. */
public final class Choice {

  private final List<Measured> fastestFirst;

  private Choice(List<Measured> fastestFirst) {
    this.fastestFirst = fastestFirst;
  }

  /** Returns the choice among these; at least one. */
  public static Choice among(List<Measured> executors) {
    return new Choice(
        executors.stream().sorted(Comparator.comparingLong(Measured::median)).toList());
  }

  /** Returns the fastest that holds all this now; empty if none does. */
  public Optional<SandboxExecutor> fastest(Set<Guarantee> required) {
    return fastestFirst.stream()
        .filter(one -> one.executor().guarantees().containsAll(required))
        .map(Measured::executor)
        .findFirst();
  }

  /** Returns the refusal of what none of them holds: by the one that lacks the least. */
  public SandboxOutcome.Refused refusal(Set<Guarantee> required) {
    Measured best =
        fastestFirst.stream()
            .min(Comparator.comparingInt(one -> one.lacks(required).size()))
            .orElseThrow();
    Set<Guarantee> missing = best.lacks(required);
    return new SandboxOutcome.Refused(missing, remedy(missing));
  }

  private String remedy(Set<Guarantee> missing) {
    return fastestFirst.stream()
        .flatMap(one -> one.executor().proofs().stream())
        .filter(proof -> !proof.held() && missing.contains(proof.guarantee()))
        .map(GuaranteeProof::remedy)
        .filter(text -> !text.isBlank())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** Returns everything that at least one of them holds. */
  public Set<Guarantee> guarantees() {
    EnumSet<Guarantee> all = EnumSet.noneOf(Guarantee.class);
    fastestFirst.forEach(one -> all.addAll(one.executor().guarantees()));
    return Set.copyOf(all);
  }

  /** Returns for each guarantee the proof of the fastest that holds it, or why none does. */
  public List<GuaranteeProof> proofs() {
    List<List<GuaranteeProof>> all =
        fastestFirst.stream().map(one -> one.executor().proofs()).toList();
    return Arrays.stream(Guarantee.values()).map(guarantee -> merged(guarantee, all)).toList();
  }

  private static GuaranteeProof merged(Guarantee guarantee, List<List<GuaranteeProof>> all) {
    List<GuaranteeProof> about =
        all.stream().flatMap(List::stream).filter(proof -> proof.guarantee() == guarantee).toList();
    return about.stream()
        .filter(GuaranteeProof::held)
        .findFirst()
        .orElseGet(
            () ->
                GuaranteeProof.missing(
                    guarantee,
                    joined(about.stream().map(GuaranteeProof::evidence).toList()),
                    joined(about.stream().map(GuaranteeProof::remedy).toList())));
  }

  private static String joined(List<String> texts) {
    return texts.stream()
        .filter(text -> !text.isBlank())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /** Starts a program on the fastest that holds what it requires. */
  public SandboxExecution start(SandboxRequest request, OutputSink sink) {
    return fastest(request.required())
        .map(executor -> executor.start(request, sink))
        .orElseGet(() -> new Refusal(refusal(request.required())));
  }

  /**
   * Opens a session on the fastest that holds what is required. The tools of a session are not
   * known at its opening: a program that requires more than its executor holds is refused.
   */
  public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
    return fastest(required)
        .map(executor -> executor.open(required, limits))
        .orElseGet(() -> new RefusingSession(this, required));
  }

  /** Closes all of them; throws what the first threw that failed, with what others threw. */
  public void close() {
    closeAll(fastestFirst.stream().map(Measured::executor).toList());
  }

  /** Closes executors, each whatever another one throws. */
  public static void closeAll(List<SandboxExecutor> executors) {
    @Nullable Throwable first = null;
    for (SandboxExecutor executor : executors) {
      try {
        executor.close();
      } catch (RuntimeException | Error e) {
        if (first == null) {
          first = e;
        } else if (first != e) {
          first.addSuppressed(e);
        }
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
  }

  /** An execution that never was. */
  record Refusal(SandboxOutcome.Refused why) implements SandboxExecution {
    @Override
    public CompletableFuture<SandboxResult> result() {
      return CompletableFuture.completedFuture(SandboxResult.notRun(why));
    }

    @Override
    public void cancel() {}
  }
}
