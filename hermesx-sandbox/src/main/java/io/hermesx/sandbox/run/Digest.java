// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The digest of a stream. A flood is digested on another thread while the next piece is read, with
 * two buffers that go round, because digesting is about as slow as reading. Used by one thread at a
 * time, besides its own.
 */
final class Digest implements Runnable {

  private static final Piece END = new Piece(new byte[0], -1);

  private final MessageDigest digest = sha256();
  private final Executor workers;
  private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(2);
  private final BlockingQueue<Piece> done = new ArrayBlockingQueue<>(2);
  private boolean flooded;

  Digest(Executor workers) {
    this.workers = workers;
  }

  /** A buffer, and how much of it counts. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Piece(byte[] buffer, int length) {}

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes a piece with its buffer, and returns a buffer of the same size for the next. */
  byte[] take(byte[] buffer, int length) {
    if (!flooded) {
      digest.update(buffer, 0, length);
      return buffer;
    }
    put(full, new Piece(buffer, length));
    return take(done).buffer();
  }

  /** From now on pieces are large and many: another thread digests, if there is one to be had. */
  void expectFlood(int size) {
    if (flooded) {
      return;
    }
    put(done, new Piece(new byte[size], 0));
    try {
      workers.execute(this);
      flooded = true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      flooded = false;
      done.clear();
    }
  }

  @Override
  public void run() {
    for (Piece piece = take(full); piece != END; piece = take(full)) {
      digest.update(piece.buffer(), 0, piece.length());
      put(done, piece);
    }
    put(done, END);
  }

  /** Returns the digest of everything taken. Called once. */
  Sha256 finish() {
    if (flooded) {
      put(full, END);
      while (take(done) != END) {
        continue;
      }
    }
    return Sha256.wrap(digest.digest());
  }

  /** An interrupt, which only a sink can have left, waits until the queue is through with it. */
  private static void put(BlockingQueue<Piece> queue, Piece piece) {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(piece);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Piece take(BlockingQueue<Piece> queue) {
    boolean interrupted = false;
    while (true) {
      try {
        Piece piece = queue.take();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return piece;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
