// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Everything that this JVM says while it is open: to the loggers of the JDK at every level, to the
 * handler of threads without one of their own, and to both standard streams. The module of
 * sandboxes does not require another logger.
 */
final class Overheard extends Handler implements AutoCloseable, Thread.UncaughtExceptionHandler {

  private final Logger root = Logger.getLogger("");
  private final @Nullable Level level = root.getLevel();
  private final Thread.@Nullable UncaughtExceptionHandler handler =
      Thread.getDefaultUncaughtExceptionHandler();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream streams = new ByteArrayOutputStream();

  Overheard() {
    setLevel(Level.ALL);
    root.setLevel(Level.ALL);
    root.addHandler(this);
    Thread.setDefaultUncaughtExceptionHandler(this);
    PrintStream stream = new PrintStream(streams, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
  }

  /** Returns all of it so far, stack traces too. */
  String text() {
    return String.join("\n", said) + streams.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void publish(LogRecord line) {
    said.add(line.getLoggerName() + ": " + line.getMessage());
    if (line.getParameters() != null) {
      said.add(Arrays.deepToString(line.getParameters()));
    }
    if (line.getThrown() != null) {
      said.add(text(line.getThrown()));
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    said.add("uncaught on " + thread.getName() + ": " + text(thrown));
  }

  /** Returns a stack trace, with causes and what was suppressed. */
  static String text(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @Override
  public void flush() {
    System.out.flush();
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    Thread.setDefaultUncaughtExceptionHandler(handler);
    root.removeHandler(this);
    root.setLevel(level);
  }
}
