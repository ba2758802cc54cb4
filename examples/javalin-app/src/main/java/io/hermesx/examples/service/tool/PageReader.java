// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Reads one page from one address, as little of HTTP/1.1 as that takes (RFC 9112). The JDK's client
 * resolves names by itself and cannot be told the address, hence the socket. One object a page.
 */
final class PageReader {

  static final int MAX_TEXT = 64 << 10;

  private static final int MAX_HEAD = 32 << 10;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

  private final InstantSource clock;
  private final Instant deadline;

  PageReader(InstantSource clock, Instant deadline) {
    this.clock = clock;
    this.deadline = deadline;
  }

  Page read(Target target, InetAddress address) throws IOException {
    try (Socket plain = new Socket(Proxy.NO_PROXY)) {
      plain.connect(new InetSocketAddress(address, target.port()), millisLeft());
      plain.setSoTimeout(millisLeft());
      try (Socket socket = target.tls() ? secured(plain, target) : plain) {
        socket.getOutputStream().write(request(target));
        return page(new TimedInput(socket));
      }
    }
  }

  private static Socket secured(Socket plain, Target target) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, target.host(), target.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static byte[] request(Target target) {
    String head =
        "GET "
            + target.path()
            + " HTTP/1.1\r\nHost: "
            + target.authority()
            + "\r\nUser-Agent: hermesx-example-service\r\nAccept: */*\r\nAccept-Encoding:"
            + " identity\r\nConnection: close\r\n\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  private Page page(TimedInput in) throws IOException {
    var status = STATUS.matcher(in.line());
    if (!status.matches()) {
      throw new ProtocolException("no HTTP/1.1 answer");
    }
    Map<String, String> headers = headers(in);
    Body body = new Body(in, headers);
    String type = headers.getOrDefault("content-type", "");
    return new Page(
        Integer.parseInt(status.group(1)),
        type,
        Optional.ofNullable(headers.get("location")),
        new String(body.octets(), charset(type)),
        body.cut());
  }

  private static Map<String, String> headers(TimedInput in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = in.line(); !line.isEmpty(); line = in.line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static Charset charset(String type) {
    return type.toLowerCase(Locale.ROOT).contains("charset=iso-8859-1")
        ? StandardCharsets.ISO_8859_1
        : StandardCharsets.UTF_8;
  }

  private int millisLeft() throws SocketTimeoutException {
    long left = Duration.between(clock.instant(), deadline).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("the time for this page is over");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /** The body: chunked, counted, or until the end; never more of it than is kept. */
  private static final class Body {

    private final TimedInput in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean cut;

    Body(TimedInput in, Map<String, String> headers) throws IOException {
      this.in = in;
      String coding = headers.getOrDefault("transfer-encoding", "");
      if (coding.equalsIgnoreCase("chunked")) {
        chunks();
      } else {
        copy(number(headers.getOrDefault("content-length", "" + Long.MAX_VALUE), 10));
      }
    }

    byte[] octets() {
      return kept.toByteArray();
    }

    boolean cut() {
      return cut;
    }

    private void chunks() throws IOException {
      long size = chunkSize();
      while (!cut && size > 0) {
        copy(size);
        if (!cut) {
          if (!in.line().isEmpty()) {
            throw new ProtocolException("a chunk does not end where it should");
          }
          size = chunkSize();
        }
      }
    }

    private long chunkSize() throws IOException {
      return number(in.line().split(";", 2)[0].strip(), 16);
    }

    private void copy(long count) throws IOException {
      for (long i = 0; i < count && !cut; i++) {
        int octet = in.read();
        if (octet < 0) {
          return;
        }
        if (kept.size() == MAX_TEXT) {
          cut = true;
        } else {
          kept.write(octet);
        }
      }
    }

    private static long number(String text, int radix) throws ProtocolException {
      try {
        return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
      } catch (NumberFormatException e) {
        throw new ProtocolException("a length is no number");
      }
    }
  }

  /** Reads octets, and gives up at the deadline however slowly they trickle in. */
  private final class TimedInput {

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[8_192];
    private int position;
    private int limit;
    private int head;

    TimedInput(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    int read() throws IOException {
      if (position == limit) {
        socket.setSoTimeout(millisLeft());
        limit = in.read(buffer);
        position = 0;
      }
      return limit < 0 ? -1 : buffer[position++] & 0xff;
    }

    /** A line of head or of a chunk's; all of them together are bounded. */
    String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int octet = read(); octet != '\n'; octet = read()) {
        if (octet < 0 || ++head > MAX_HEAD) {
          throw new ProtocolException(octet < 0 ? "the answer ends early" : "the head is too long");
        }
        line.append((char) octet);
      }
      int length = line.length();
      boolean withReturn = length > 0 && line.charAt(length - 1) == '\r';
      return line.substring(0, withReturn ? length - 1 : length);
    }
  }
}
