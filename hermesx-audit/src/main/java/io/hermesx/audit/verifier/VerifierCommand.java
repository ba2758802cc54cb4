// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.Note;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.WitnessPolicy;
import io.hermesx.core.HermesException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The command line of the verifier: {@code verify}, {@code prove}, {@code consistency}, {@code sql}
 * and {@code help}. What it prints has nothing but visible ASCII characters and spaces, so that no
 * log can speak to a terminal; but for the receipt that {@code prove} writes, which is a file.
 */
public final class VerifierCommand {

  private static final Set<String> VALUED =
      Set.of(
          "--policy",
          "--anchors",
          "--tsa-certs",
          "--witnesses",
          "--since",
          "--stamped-since",
          "--tenant",
          "--tail",
          "--threads");
  private static final Set<String> FLAGS = Set.of("--json", "--progress", "--help");
  private static final List<String> COMMANDS =
      List.of("verify", "prove", "consistency", "sql", "help");

  private static final long MOST_TAIL = 999_999_999_999_999_999L;
  private static final int MOST_NOTE = 1 << 18; // more than any note has

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  VerifierCommand(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.US_ASCII);
    System.exit(new VerifierCommand(System.in, out, err).run(List.of(args)));
  }

  /** Runs a command and returns its exit code. */
  int run(List<String> words) {
    try {
      return written(command(words)).code();
    } catch (HermesException | IllegalArgumentException e) {
      err.println(PlainText.of(String.valueOf(e.getMessage())));
      return Outcome.UNREADABLE.code();
    } catch (IOException e) {
      err.println(PlainText.of("cannot read or write: " + e.getMessage()));
      return Outcome.UNREADABLE.code();
    } catch (RuntimeException | Error e) {
      err.println(
          PlainText.of("this is no verdict, the verification did not come to its end: " + e));
      err.println("give the JVM more memory (-Xmx), or --threads less; otherwise report it");
      return Outcome.UNREADABLE.code();
    }
  }

  /** Streams of this kind keep to themselves what they could not write. */
  private Outcome written(Outcome outcome) throws IOException {
    if (out.checkError()) {
      throw new IOException(
          "the output was not taken, so there is no verdict; see whether the disk is full, or"
              + " write it somewhere else");
    }
    return outcome;
  }

  private Outcome command(List<String> words) throws IOException {
    String command = words.isEmpty() ? "" : words.get(0);
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (command) {
      case "verify" -> verify(CommandLine.read(rest, VALUED, FLAGS));
      case "consistency" -> consistency(CommandLine.read(rest, VALUED, FLAGS));
      case "prove" -> new ProveCommand(in, out).run(rest);
      case "sql" -> print(SqlScript.of(rest));
      case "help", "--help", "-h" -> print(help());
      default -> throw unknown(command);
    };
  }

  private Outcome print(String text) {
    out.print(text);
    return Outcome.OK;
  }

  private static UsageException unknown(String command) {
    String nearest =
        COMMANDS.stream()
            .min(Comparator.comparingInt(known -> CommandLine.distance(known, command)))
            .orElse("help");
    return new UsageException(
        "the command " + command + " is not known; did you mean " + nearest + "?");
  }

  private String help() throws IOException {
    try (InputStream text = VerifierCommand.class.getResourceAsStream("help.txt")) {
      return new String(
          Optional.ofNullable(text).orElse(InputStream.nullInputStream()).readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }

  private Outcome verify(CommandLine line) throws IOException {
    if (line.has("--help")) {
      return print(help());
    }
    return report(
        builder(line), line, line.operands(1, "one bundle, or - for standard input").get(0));
  }

  private Outcome consistency(CommandLine line) throws IOException {
    List<String> operands = line.operands(2, "a checkpoint and a bundle");
    Checkpoint known = NamedFile.CHECKPOINT.read(operands.get(0), VerifierCommand::checkpoint);
    BundleVerifier.Builder builder = builder(line).since(known);
    int slash = known.origin().lastIndexOf('/');
    LogName.tenant(known.origin().substring(slash + 1)).ifPresent(builder::only);
    return report(builder, line, operands.get(1));
  }

  private Outcome report(BundleVerifier.Builder builder, CommandLine line, String bundle)
      throws IOException {
    VerificationReport report;
    try (InputStream lines = BundleFile.open(bundle, in)) {
      report = builder.build().verify(lines);
    }
    out.print(line.has("--json") ? ReportJson.of(report) + "\n" : ReportText.of(report));
    return report.outcome();
  }

  private BundleVerifier.Builder builder(CommandLine line) {
    BundleVerifier.Builder builder = BundleVerifier.builder();
    line.one("--policy")
        .ifPresent(file -> builder.policy(NamedFile.POLICY.read(file, TrustPolicy::read)));
    line.all("--anchors").forEach(file -> builder.anchors(NamedFile.ANCHORS.require(file)));
    line.all("--since")
        .forEach(file -> builder.since(NamedFile.SINCE.read(file, VerifierCommand::checkpoint)));
    line.one("--tsa-certs")
        .ifPresent(file -> builder.timestamps(NamedFile.TSA_CERTS.read(file, StampCheck::read)));
    line.one("--witnesses")
        .ifPresent(file -> builder.witnesses(NamedFile.WITNESSES.read(file, WitnessPolicy::read)));
    line.one("--tenant").ifPresent(id -> builder.only(tenant("--tenant", id)));
    line.one("--stamped-since").ifPresent(time -> builder.stampedSince(time(time)));
    line.one("--tail").ifPresent(events -> builder.tail(whole("--tail", events, 0, MOST_TAIL)));
    line.one("--threads")
        .ifPresent(
            count ->
                builder.threads((int) whole("--threads", count, 1, BundleVerifier.MOST_THREADS)));
    if (line.has("--progress")) {
      builder.progress(new Progress(err));
    }
    return builder;
  }

  private static Checkpoint checkpoint(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Checkpoint.parse(Note.parse(in.readNBytes(MOST_NOTE)).text());
    }
  }

  /**
   * Reads the id of a tenant or an event.
   *
   * @param option the word before it
   */
  static UUID tenant(String option, String id) {
    return LogName.tenant(id)
        .orElseThrow(
            () ->
                new UsageException(
                    option + " " + id + ": this is no UUID; give one in 36 lower-case characters"));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "--stamped-since " + text + ": this is no time; give one such as 2026-01-31T23:00:00Z");
    }
  }

  private static long whole(String option, String text, long least, long most) {
    long number = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    if (number < least || number > most) {
      throw new UsageException(
          option + " " + text + ": give a whole number from " + least + " to " + most);
    }
    return number;
  }
}
