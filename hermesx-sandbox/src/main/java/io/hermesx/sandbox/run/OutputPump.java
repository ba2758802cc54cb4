// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.CapturedOutput;
import io.hermesx.core.sandbox.OutputSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Reads one output stream of a program to its end, whatever is kept of it. */
final class OutputPump implements Runnable {

  private static final int FIRST_READ = 8 << 10;
  private static final int LARGEST_READ = 64 << 10;
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final Capture capture;
  private final Outlet outlet;
  private final AtomicReference<Place> place = new AtomicReference<>(Place.READING);
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean broken;

  OutputPump(InputStream in, Capture capture, Outlet outlet) {
    this.in = in;
    this.capture = capture;
    this.outlet = outlet;
  }

  /**
   * Where a stream goes besides the result.
   *
   * @param sink who reads along
   * @param stream which of the two it is
   * @param most how many octets it may carry
   * @param trouble told what comes up
   */
  record Outlet(OutputSink sink, OutputSink.Stream stream, long most, Trouble trouble) {}

  /** Who is told what comes up on the way; neither throws. */
  interface Trouble {

    /** It carries more than it may; told once. */
    void tooMuch();

    /** It is read no further, and what was captured is not all of it. */
    void broken(Throwable why);
  }

  private enum Place {
    READING,
    IN_SINK,
    TAKEN_OVER
  }

  /** Reads it, unless that has been begun. */
  @Override
  public void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      pump();
    } catch (IOException e) {
      // Closed under us because the process has ended: as good as its end.
      return;
    } catch (Throwable e) {
      broken = true;
      outlet.trouble.broken(e);
    } finally {
      ended.countDown();
    }
  }

  private void pump() throws IOException {
    boolean heard = isHeard();
    boolean told = false;
    byte[] piece = new byte[FIRST_READ];
    for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
      boolean full = length == piece.length;
      byte[] heardPiece = heard ? Arrays.copyOf(piece, length) : NOTHING;
      if (capture.append(piece, length) < 0) {
        return;
      }
      if (!told && carriedTooMuch()) {
        told = true;
        outlet.trouble.tooMuch();
      }
      if (heard) {
        place.set(Place.IN_SINK);
        heard = hand(heardPiece);
        if (!place.compareAndSet(Place.IN_SINK, Place.READING)) {
          return;
        }
      }
      if (full && piece.length < LARGEST_READ) {
        piece = new byte[LARGEST_READ];
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever a sink throws is the sink's affair
  private boolean hand(byte[] piece) {
    try {
      outlet.sink.write(outlet.stream, piece);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /** Whether somebody reads along, so that it is to be read at once. */
  boolean isHeard() {
    return BegunSink.hears(outlet.sink);
  }

  /**
   * Reads what is in the pipe without waiting for more, unless reading has been begun. Nobody is
   * left who would write more, or close it.
   *
   * @return whether that is all
   */
  boolean readRest() {
    if (!begun.compareAndSet(false, true)) {
      return false;
    }
    try {
      rest();
    } catch (IOException e) {
      // As below.
      return true;
    } catch (Throwable e) {
      broken = true;
      outlet.trouble.broken(e);
    } finally {
      ended.countDown();
    }
    return true;
  }

  /** Waits for the stream's end, for a time. */
  boolean await(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Whether it was read no further, so that what was captured may not be all. */
  boolean isBroken() {
    return broken;
  }

  boolean isBegun() {
    return begun.get();
  }

  /** Whether what holds it up is the sink. */
  boolean isInSink() {
    return place.get() == Place.IN_SINK;
  }

  /**
   * Ends it and returns what was captured. Called once. If the sink still has not returned, what is
   * left in the pipe is read here; if something holds the pipe itself, nothing is left in it.
   */
  CapturedOutput finish() {
    if (place.compareAndSet(Place.IN_SINK, Place.TAKEN_OVER)) {
      try {
        rest();
      } catch (IOException e) {
        // Closed: there is nothing left.
        return capture.close();
      }
    }
    return capture.close();
  }

  private void rest() throws IOException {
    if (in.available() > 0) {
      byte[] piece = new byte[FIRST_READ];
      do {
        capture.append(piece, in.read(piece));
      } while (in.available() > 0 && !carriedTooMuch());
    }
  }

  /** Whether more arrived so far than may. */
  boolean carriedTooMuch() {
    return capture.total() > outlet.most;
  }
}
