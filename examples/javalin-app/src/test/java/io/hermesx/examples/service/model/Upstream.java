// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An upstream on a socket of its own that behaves as the test says, also badly. */
public final class Upstream implements AutoCloseable {

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch asked = new CountDownLatch(1);

  private Upstream(Behaviour behaviour) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.behaviour = behaviour;
    Thread thread = new Thread(this::serve, "upstream");
    thread.setDaemon(true);
    thread.start();
  }

  /** What to do with a request. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(Socket socket, OutputStream out) throws IOException;
  }

  public static Upstream that(Behaviour behaviour) {
    try {
      return new Upstream(behaviour);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers with a status, a type and a body. */
  public static Upstream answering(int status, String type, String body) {
    return that((socket, out) -> write(out, status, type, body));
  }

  /** Answers with a whole chat. */
  public static Upstream saying(String text) {
    return answering(200, "application/json", chat(text));
  }

  /** Answers with events, and the end of the stream. */
  public static Upstream streaming(String... events) {
    return that(
        (socket, out) -> {
          begin(out);
          for (String event : events) {
            send(out, event);
          }
          send(out, "[DONE]");
        });
  }

  /** Takes the request and never answers. */
  public static Upstream hanging() {
    return that((socket, out) -> socket.getInputStream().read());
  }

  /** Sends events, and breaks the connection with a reset once they have been read. */
  public static Upstream resettingWhen(CountDownLatch read, String... events) {
    return that(
        (socket, out) -> {
          if (events.length > 0) {
            begin(out);
          }
          for (String event : events) {
            send(out, event);
          }
          await(read);
          socket.setSoLinger(true, 0);
        });
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  public static String chat(String text) {
    return """
        {"id":"c1","object":"chat.completion","created":1,"model":"served-1",
         "choices":[{"index":0,"finish_reason":"stop","logprobs":null,
           "message":{"role":"assistant","content":"%s","refusal":null}}],
         "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,
           "prompt_tokens_details":{"cached_tokens":4}}}
        """
        .formatted(text);
  }

  public static String delta(String text) {
    return "{\"model\":\"served-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + text
        + "\"},\"finish_reason\":null}]}";
  }

  public static String finish(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }

  public static String usage(int prompt, int completion) {
    return "{\"choices\":[],\"usage\":{\"prompt_tokens\":"
        + prompt
        + ",\"completion_tokens\":"
        + completion
        + "}}";
  }

  public static void begin(OutputStream out) throws IOException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  public static void send(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  public static void write(OutputStream out, int status, String type, String body)
      throws IOException {
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\nLocation: http://127.0.0.1:1/\r\nConnection: close\r\n\r\n"
            .formatted(status, type, octets.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(octets);
    out.flush();
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
  }

  /** The heads of the requests so far. */
  public List<String> heads() {
    return heads;
  }

  /** The bodies of the requests so far. */
  public List<String> bodies() {
    return bodies;
  }

  /** Waits until the first request has come. */
  public void awaitRequest() throws InterruptedException {
    asked.await();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> handle(socket), "upstream-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void handle(Socket socket) {
    open.add(socket);
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      read(in);
      asked.countDown();
      behaviour.answer(socket, socket.getOutputStream());
    } catch (IOException e) {
      // The other side has gone, which some tests are about.
    } finally {
      open.remove(socket);
    }
  }

  private void read(BufferedReader in) throws IOException {
    StringBuilder head = new StringBuilder();
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    char[] body = new char[length];
    int read = 0;
    while (read < length) {
      read += in.read(body, read, length - read);
    }
    heads.add(head.toString());
    byte[] octets = new String(body).getBytes(StandardCharsets.ISO_8859_1);
    bodies.add(new String(octets, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
