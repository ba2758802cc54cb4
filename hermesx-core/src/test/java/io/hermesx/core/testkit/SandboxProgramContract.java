// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every executor that runs real programs does: scripts of the shell, which every host and
 * sandbox has at {@code /bin/sh}.
 */
public abstract class SandboxProgramContract extends SandboxExecutorContract {

  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);
  private static final SandboxOutcome CANCELLED = new SandboxOutcome.Cancelled();

  /** Creates the suite. */
  protected SandboxProgramContract() {}

  /** Opens another executor, which runs one program at a time and lets four wait. */
  protected abstract SandboxExecutor openNarrow();

  /** Returns a script with its arguments; requires nothing. */
  protected static SandboxRequest script(String script, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    argv.addAll(List.of(arguments));
    return SandboxRequest.builder(argv.toArray(String[]::new)).build();
  }

  @Override
  protected final SandboxRequest exits(int code) {
    return script("exit " + code);
  }

  /** The texts travel in octal: what this tests is not the encoding of arguments. */
  @Override
  protected final SandboxRequest prints(String out, String err) {
    return script("printf '" + octal(out) + "'; printf '" + octal(err) + "' >&2");
  }

  private static String octal(String text) {
    StringBuilder octets = new StringBuilder();
    for (byte octet : text.getBytes(UTF_8)) {
      octets.append(String.format("\\%03o", octet & 0xFF));
    }
    return octets.toString();
  }

  @Override
  protected final SandboxRequest copiesItsInput() {
    return script("exec cat");
  }

  @Override
  protected final SandboxRequest printsVariable(String name) {
    return script("printf %s \"$" + name + "\"");
  }

  @Override
  protected final SandboxRequest writes(int octets) {
    return script("exec head -c " + octets + " /dev/zero");
  }

  @Override
  protected final SandboxRequest neverEnds() {
    return script("exec sleep 1000");
  }

  @Test
  final void proofs_nameEachGuaranteeOnce_asHeldOrWithARemedy() {
    List<GuaranteeProof> proofs = executor().proofs();

    assertThat(proofs.stream().map(GuaranteeProof::guarantee)).containsExactly(Guarantee.values());
    for (GuaranteeProof proof : proofs) {
      assertThat(proof.evidence()).as("%s", proof.guarantee()).isNotBlank();
      assertThat(proof.held()).isEqualTo(executor().guarantees().contains(proof.guarantee()));
      assertThat(proof.remedy().isBlank()).as("%s", proof.guarantee()).isEqualTo(proof.held());
    }
  }

  @Test
  final void argv_withWhatAShellWouldRead_arrivesAsItIs() {
    String[] texts = {"$HOME", "`id`", "a b", "", "'\"\\", "-n", "--", "*", "a\nb", "; exit 9"};

    SandboxResult result = await(executor().start(script("printf '%s|' \"$@\"", texts)));

    assertThat(result.out().text()).isEqualTo(String.join("|", texts) + "|");
  }

  @Test
  final void sink_seesAllOfBothStreams_asItIsWritten() throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CountDownLatch first = new CountDownLatch(1);
    OutputSink sink =
        (stream, piece) -> {
          (stream == OutputSink.Stream.OUT ? out : err).writeBytes(piece);
          first.countDown();
        };
    SandboxExecution execution =
        executor().start(script("echo early; read line; echo late; echo error >&2"), sink);
    boolean streamed = first.await(30, TimeUnit.SECONDS);
    SandboxResult result = await(execution);

    assertThat(streamed).isTrue();
    assertThat(result.outcome()).isEqualTo(DONE);
    assertThat(out.toString(UTF_8)).isEqualTo("early\nlate\n");
    assertThat(err.toString(UTF_8)).isEqualTo("error\n");
  }

  @Test
  final void sink_thatThrows_isNotCalledAgainAndHarmsNothing() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    OutputSink sink =
        (stream, piece) -> {
          seen.add(new String(piece, UTF_8));
          throw new IllegalStateException("a sink that fails");
        };

    SandboxResult result = await(executor().start(script("echo one; sleep 0.1; echo two"), sink));

    assertThat(result.outcome()).isEqualTo(DONE);
    assertThat(result.out().text()).isEqualTo("one\ntwo\n");
    assertThat(seen).hasSize(1);
  }

  @Test
  final void output_beyondWhatIsKept_hasTheDigestOfAll() {
    byte[] all = new byte[1_000_000];
    Arrays.fill(all, (byte) 'x');
    SandboxRequest request =
        script("exec tr '\\000' x").toBuilder().stdin(new byte[1_000_000]).build();

    SandboxResult result = await(executor().start(request));

    assertThat(result.out().totalBytes()).isEqualTo(all.length);
    assertThat(result.out().digest()).isEqualTo(Sha256.raw(all));
    assertThat(result.out().head()).containsOnly('x');
    assertThat(result.out().droppedBytes()).isEqualTo(all.length - 51_200);
  }

  @Test
  final void output_beyondWhatAStreamMayCarry_endsTheProgram() {
    SandboxLimits limits =
        SandboxLimits.STANDARD.toBuilder().outputBytes(1_024).maxOutputBytes(100_000).build();

    for (String script : List.of("exec yes", "exec yes >&2", "yes & yes; wait")) {
      SandboxResult result = await(executor().start(script(script).within(limits)));

      assertThat(result.outcome())
          .isEqualTo(new SandboxOutcome.LimitExceeded(Guarantee.OUTPUT_LIMIT));
      assertThat(result.out().totalBytes() + result.err().totalBytes()).isGreaterThan(100_000);
    }
  }

  @Test
  final void input_ofAProgramThatDoesNotRead_holdsNothingUp() {
    SandboxRequest request = exits(4).toBuilder().stdin(new byte[4 << 20]).build();

    assertThat(await(executor().start(request)).outcome()).isEqualTo(new SandboxOutcome.Exited(4));
  }

  @Test
  final void usage_hasTheTimeByTheClock() {
    SandboxResult result = await(executor().start(script("sleep 0.2")));

    assertThat(result.usage().wall())
        .isBetween(Duration.ofMillis(200), SandboxLimits.STANDARD.wall());
    assertThat(await(executor().start(exits(0))).usage().wall()).isPositive();
  }

  @Test
  final void program_endedByASignal_isSignaled() {
    SandboxResult result = await(executor().start(script("sh -c 'kill -15 $$'; exit $?")));

    assertThat(result.outcome())
        .isIn(new SandboxOutcome.Signaled(15), new SandboxOutcome.Exited(143));
  }

  @Test
  final void files_goInAndComeOut() {
    SandboxFiles files =
        new SandboxFiles(
            List.of(
                SandboxFile.text("in/a", "one"),
                new SandboxFile("tool", "#!/bin/sh\necho ran\n".getBytes(UTF_8), true)),
            List.of("out", "in/a", "gone", "link"));
    SandboxRequest request =
        script(
                "mkdir out; tr a-z A-Z <in/a >out/b; ./tool >out/c; ln -s /etc/passwd link;"
                    + " echo changed >in/a")
            .toBuilder()
            .files(files)
            .build();

    SandboxResult result = await(executor().start(request));

    assertThat(result.err().text()).isEmpty();
    assertThat(result.outcome()).isEqualTo(DONE);
    assertThat(
            result.files().stream()
                .map(file -> file.path() + "=" + new String(file.content(), UTF_8)))
        .containsExactly("in/a=changed\n", "out/b=ONE", "out/c=ran\n");
    assertThat(result.leftOut()).hasSize(2);
    assertThat(String.join("\n", result.leftOut())).contains("gone").contains("link");
  }

  /** To open a pipe waits for somebody who writes. */
  @Test
  final void files_belowAPipe_areLeftOutAndCannotBeHandedIn() {
    SandboxFiles below = new SandboxFiles(List.of(), List.of("pipe/report"));
    SandboxFiles into = new SandboxFiles(List.of(SandboxFile.text("pipe/a", "x")), List.of());
    try (SandboxSession session = executor().open(Set.of(), SandboxLimits.STANDARD)) {
      SandboxResult made = await(session.start(with("mkfifo pipe", below)));
      SandboxResult next = await(session.start(with("true", into)));

      assertThat(made.outcome()).isEqualTo(DONE);
      assertThat(made.leftOut())
          .containsExactly("pipe/report is below something that is no folder");
      assertThat(next.outcome()).isInstanceOf(SandboxOutcome.Faulted.class);
      assertThat(next.outcome().toString()).contains("input file pipe/a");
    }
  }

  private static SandboxRequest with(String script, SandboxFiles files) {
    return script(script).toBuilder().files(files).build();
  }

  @Test
  final void files_ofOneProgram_areNotThoseOfTheNext() {
    SandboxFiles files = new SandboxFiles(List.of(SandboxFile.text("a", "x")), List.of());

    await(executor().start(script("cp a b").toBuilder().files(files).build()));
    SandboxResult result = await(executor().start(script("ls a b 2>/dev/null; true")));

    assertThat(result.out().text()).isEmpty();
  }

  @Test
  final void session_keepsItsFolder_andEndsItsProcesses() {
    try (SandboxSession session = executor().open(Set.of(), SandboxLimits.STANDARD)) {
      SandboxExecution first = session.start(script("echo kept >a; sleep 1000 & true"));
      SandboxExecution second = session.start(script("cat a; echo more >>a"));
      SandboxFiles files = new SandboxFiles(List.of(), List.of("a"));
      SandboxExecution third = session.start(script("true").toBuilder().files(files).build());

      assertThat(await(first).outcome()).isEqualTo(DONE);
      assertThat(await(second).out().text()).isEqualTo("kept\n");
      assertThat(new String(await(third).files().get(0).content(), UTF_8))
          .isEqualTo("kept\nmore\n");
    }
  }

  @Test
  final void session_closed_endsWhatRunsAndWhatWaits_andStartsNoMore() {
    SandboxSession session = executor().open(Set.of(), SandboxLimits.STANDARD);
    SandboxExecution running = session.start(neverEnds());
    SandboxExecution waiting = session.start(neverEnds());
    session.close();
    session.close();

    assertThat(await(running).outcome()).isEqualTo(CANCELLED);
    assertThat(await(waiting).outcome()).isEqualTo(CANCELLED);
    assertThatThrownBy(() -> session.start(exits(0))).isInstanceOf(IllegalStateException.class);
    assertThat(await(executor().start(exits(0))).outcome()).isEqualTo(DONE);
  }

  @Test
  final void session_waitingOneCancelled_leavesTheOthersInOrder() {
    try (SandboxSession session = executor().open(Set.of(), SandboxLimits.STANDARD)) {
      SandboxExecution first = session.start(script("echo 1 >>a; read line; sleep 0.1"));
      SandboxExecution second = session.start(script("echo 2 >>a"));
      SandboxExecution third = session.start(script("cat a"));
      second.cancel();

      assertThat(await(second).outcome()).isEqualTo(CANCELLED);
      assertThat(await(first).outcome()).isEqualTo(DONE);
      assertThat(await(third).out().text()).isEqualTo("1\n");
    }
  }

  @Test
  final void session_requiringWhatIsNotHeld_refusesEachStart() {
    for (Guarantee guarantee : notProven()) {
      try (SandboxSession session = executor().open(Set.of(guarantee), SandboxLimits.STANDARD)) {
        SandboxOutcome outcome = await(session.start(exits(0))).outcome();

        assertThat(outcome).isInstanceOf(SandboxOutcome.Refused.class);
        assertThat(((SandboxOutcome.Refused) outcome).missing()).containsExactly(guarantee);
      }
    }
  }

  @Test
  final void line_tenantsTakeTurns_andWaitingIsNoTimeOfTheirs() {
    TenantId one = TenantId.named("one");
    TenantId other = TenantId.named("other");
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (SandboxExecutor narrow = openNarrow()) {
      SandboxExecution holds = narrow.start(of(one, neverEnds()));
      List<SandboxExecution> waiting = new ArrayList<>();
      for (String name : List.of("one 1", "one 2", "one 3", "other 1")) {
        TenantId tenant = name.startsWith("one") ? one : other;
        SandboxRequest request =
            of(tenant, script("echo ran")).within(SandboxLimits.STANDARD.withWall(LONG_ENOUGH));
        waiting.add(narrow.start(request, (stream, piece) -> order.add(name)));
      }
      SandboxResult tooMany = await(narrow.start(of(one, exits(0))));
      holds.cancel();

      assertThat(tooMany.outcome()).isInstanceOf(SandboxOutcome.Overloaded.class);
      assertThat(tooMany.began()).isFalse();
      waiting.forEach(execution -> assertThat(await(execution).outcome()).isEqualTo(DONE));
      assertThat(order.indexOf("other 1")).isLessThanOrEqualTo(1);
      assertThat(order).containsSubsequence("one 1", "one 2", "one 3");
    }
  }

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  @Test
  final void line_waitingOneCancelled_neverStarts() {
    try (SandboxExecutor narrow = openNarrow()) {
      List<String> seen = Collections.synchronizedList(new ArrayList<>());
      SandboxExecution holds = narrow.start(neverEnds());
      SandboxExecution waiting =
          narrow.start(script("echo ran"), (stream, piece) -> seen.add("ran"));
      waiting.cancel();
      SandboxResult result = await(waiting);
      holds.cancel();

      assertThat(result.outcome()).isEqualTo(CANCELLED);
      assertThat(result.began()).isFalse();
      assertThat(result.held()).isEmpty();
      assertThat(await(narrow.start(exits(0))).outcome()).isEqualTo(DONE);
      assertThat(seen).isEmpty();
    }
  }

  private static SandboxRequest of(TenantId tenant, SandboxRequest request) {
    return request.toBuilder().tenant(tenant).build();
  }
}
