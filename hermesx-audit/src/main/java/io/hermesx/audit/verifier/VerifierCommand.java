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
    Checkpoint known = checkpoint(operands.get(0));
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

  private BundleVerifier.Builder builder(CommandLine line) throws IOException {
    BundleVerifier.Builder builder = BundleVerifier.builder();
    line.one("--policy").ifPresent(file -> builder.policy(TrustPolicy.read(Path.of(file))));
    line.all("--anchors").forEach(file -> builder.anchors(Path.of(file)));
    for (String file : line.all("--since")) {
      builder.since(checkpoint(file));
    }
    for (String file : line.one("--tsa-certs").stream().toList()) {
      builder.timestamps(StampCheck.read(Path.of(file)));
    }
    line.one("--witnesses").ifPresent(file -> builder.witnesses(WitnessPolicy.read(Path.of(file))));
    line.one("--tenant").ifPresent(id -> builder.only(tenant(id)));
    line.one("--stamped-since").ifPresent(time -> builder.stampedSince(time(time)));
    line.one("--tail").ifPresent(events -> builder.tail(whole("--tail", events)));
    line.one("--threads")
        .ifPresent(count -> builder.threads((int) Math.min(1000, whole("--threads", count))));
    if (line.has("--progress")) {
      builder.progress(new Progress(err));
    }
    return builder;
  }

  private static Checkpoint checkpoint(String file) throws IOException {
    return Checkpoint.parse(Note.parse(Files.readAllBytes(Path.of(file))).text());
  }

  static UUID tenant(String id) {
    return LogName.tenant(id)
        .orElseThrow(() -> new UsageException("a tenant id is a UUID in 36 lower-case characters"));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "the value of --stamped-since is not a time such as 2026-01-31T23:00:00Z");
    }
  }

  private static long whole(String option, String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new UsageException("the value of " + option + " is not a whole number");
    }
    return Long.parseLong(text);
  }
}
