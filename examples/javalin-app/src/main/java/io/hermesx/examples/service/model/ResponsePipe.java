// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import io.hermesx.core.model.ModelFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a response, handed from the HTTP client's thread to ours. Asks for the next piece
 * only when the last one was read, so a fast upstream cannot fill the memory; waits no longer than
 * until the deadline; counts what comes. To be read by one thread.
 */
final class ResponsePipe implements BodySubscriber<ResponsePipe> {

  private final InstantSource clock;
  private final Instant deadline;
  private final int maxOctets;
  private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> pending = new ArrayDeque<>();
  private volatile Flow.@Nullable Subscription subscription;
  private long octets;
  private boolean ended;

  ResponsePipe(InstantSource clock, Instant deadline, int maxOctets) {
    this.clock = clock;
    this.deadline = deadline;
    this.maxOctets = maxOctets;
  }

  /** What the HTTP client tells us. */
  private sealed interface Signal {}

  private record Piece(List<ByteBuffer> buffers) implements Signal {}

  private record Broken(Throwable cause) implements Signal {}

  private record End() implements Signal {}

  /** Returns the next octets, or null at the end. */
  @Nullable ByteBuffer next() throws UpstreamFailure {
    while (pending.isEmpty() && !ended) {
      take();
    }
    return pending.poll();
  }

  /** Returns all octets. */
  byte[] all() throws UpstreamFailure {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuffer piece = next(); piece != null; piece = next()) {
      byte[] copy = new byte[piece.remaining()];
      piece.get(copy);
      out.writeBytes(copy);
    }
    return out.toByteArray();
  }

  /** Ends the exchange; harmless where it has ended. */
  void cancel() {
    Flow.Subscription open = subscription;
    if (open != null) {
      open.cancel();
    }
  }

  private void take() throws UpstreamFailure {
    Signal signal = await();
    if (signal instanceof Piece piece) {
      for (ByteBuffer buffer : piece.buffers()) {
        octets += buffer.remaining();
        pending.add(buffer);
      }
      if (octets > maxOctets) {
        throw UpstreamFailure.invalid("the answer has more than " + maxOctets + " octets");
      }
      if (subscription != null) {
        subscription.request(1);
      }
    } else if (signal instanceof Broken broken) {
      throw new UpstreamFailure(
          ModelFailure.INTERRUPTED,
          "the connection broke in the middle of the answer",
          broken.cause());
    } else {
      ended = true;
    }
  }

  private Signal await() throws UpstreamFailure {
    try {
      Duration left = Duration.between(clock.instant(), deadline);
      Signal signal = signals.poll(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
      if (signal == null) {
        throw new UpstreamFailure(ModelFailure.TIMEOUT, "the answer was not whole at the deadline");
      }
      return signal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UpstreamFailure(
          clock.instant().isBefore(deadline) ? ModelFailure.INTERRUPTED : ModelFailure.TIMEOUT,
          "waiting for the answer was interrupted",
          e);
    }
  }

  @Override
  public CompletionStage<ResponsePipe> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription opened) {
    subscription = opened;
    opened.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Piece(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    signals.add(new Broken(cause instanceof IOException ? cause : new IOException(cause)));
  }

  @Override
  public void onComplete() {
    signals.add(new End());
  }
}
