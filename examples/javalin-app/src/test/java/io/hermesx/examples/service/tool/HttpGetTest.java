// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolResult;
import io.hermesx.examples.service.model.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class HttpGetTest {

  private static final HostAllowList ALLOWED =
      HostAllowList.parse(
          "good.example, 127.0.0.1,10.0.0.1,169.254.169.254,8.8.8.8,rebind.example,good.example:8443");

  static Stream<List<String>> hostileUrls() {
    try (InputStream in = HttpGetTest.class.getResourceAsStream("hostile-urls.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> List.of(line.split("\\s+", 3)))
              .toList()
              .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("hostileUrls")
  void url_ofTheList_getsItsVerdict(List<String> line) throws Exception {
    AtomicInteger resolved = new AtomicInteger();
    AtomicInteger passed = new AtomicInteger();
    HostTool tool =
        HttpGet.of(
            ALLOWED,
            SystemSources.clock(),
            new HttpGet.Network(
                host -> {
                  resolved.incrementAndGet();
                  return addresses(line.get(1));
                },
                address -> {
                  boolean passes = PublicAddress.is(address);
                  if (passes && passed.incrementAndGet() == addresses(line.get(1)).length) {
                    // Every check is passed; from here on it would leave this machine.
                    throw new Passed();
                  }
                  return passes;
                }));
    String verdict;
    try {
      ToolResult result = Calls.call(tool, Instant.now().plusSeconds(5), url(line.get(2)));
      assertThat(result.error()).isTrue();
      verdict = verdict(result.content());
    } catch (Passed e) {
      verdict = "asked";
    }
    assertThat(verdict).isEqualTo(line.get(0));
    assertThat(resolved.get()).isEqualTo(line.get(1).equals("-") ? 0 : 1);
  }

  @Test
  void hostNotAllowed_saysHowToAllowIt() throws Exception {
    HostTool tool = HttpGet.of(new HostAllowList(Set.of()), SystemSources.clock());
    ToolResult result =
        Calls.call(tool, Instant.now().plusSeconds(5), url("https://docs.example/x"));
    assertThat(result)
        .isEqualTo(
            ToolResult.failed(
                "The host docs.example is not allowed. The operator of this service can allow it by"
                    + " adding it to HERMESX_HTTP_GET_HOSTS."));
  }

  @Test
  void connection_goesToTheAddressThatWasChecked_whateverTheNameServerSaysNext() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Upstream server = Upstream.answering(200, "text/plain", "grüße")) {
      int port = java.net.URI.create(server.baseUrl()).getPort();
      HostTool tool =
          HttpGet.of(
              HostAllowList.parse("rebind.example:" + port),
              SystemSources.clock(),
              new HttpGet.Network(
                  host ->
                      asked.incrementAndGet() == 1
                          ? addresses("127.0.0.1")
                          : addresses("192.0.2.1"),
                  address -> true));
      ToolResult result =
          Calls.call(
              tool, Instant.now().plusSeconds(10), url("http://rebind.example:" + port + "/a?b"));
      assertThat(result.content())
          .isEqualTo(
              "{\"status\":200,\"type\":\"text/plain\",\"redirect_not_followed\":\"http://127.0.0.1:1/\",\"text\":\"grüße\",\"cut\":false}");
      assertThat(result.error()).isFalse();
      assertThat(server.heads().get(0))
          .startsWith("GET /a?b HTTP/1.1\nHost: rebind.example:" + port + "\n");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void https_withoutACertificateForTheName_isNotRead() throws Exception {
    try (Upstream server = Upstream.answering(200, "text/plain", "secret")) {
      int port = java.net.URI.create(server.baseUrl()).getPort();
      HostTool tool =
          HttpGet.of(
              HostAllowList.parse("good.example:" + port),
              SystemSources.clock(),
              new HttpGet.Network(host -> addresses("127.0.0.1"), address -> true));
      ToolResult result =
          Calls.call(
              tool, Instant.now().plusSeconds(10), url("https://good.example:" + port + "/"));
      assertThat(result.error()).isTrue();
      assertThat(result.content())
          .startsWith("The page could not be read")
          .doesNotContain("secret");
    }
  }

  @Test
  void redirect_isReported_notFollowed() throws Exception {
    try (Upstream server = Upstream.answering(302, "text/plain", "")) {
      assertThat(get(server, 10).content())
          .contains("\"status\":302", "\"redirect_not_followed\":\"http://127.0.0.1:1/\"");
      assertThat(server.heads()).hasSize(1);
    }
  }

  @Test
  void longPage_isCut_andNotReadToItsEnd() throws Exception {
    try (Upstream server =
        Upstream.that(
            (socket, out) -> {
              Upstream.begin(out);
              while (true) {
                out.write("x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII));
              }
            })) {
      JsonObject page = JsonObject.parseObject(get(server, 10).content());
      assertThat(page.string("text")).hasSize(PageReader.MAX_TEXT);
      assertThat(page.bool("cut")).isTrue();
    }
  }

  @Test
  void chunkedPage_isPutTogether() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n";
    try (Upstream server =
        Upstream.that((socket, out) -> out.write(answer.getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(JsonObject.parseObject(get(server, 10).content()).string("text"))
          .isEqualTo("hello!");
    }
  }

  @Test
  void slowPage_endsAtTheDeadline() throws Exception {
    try (Upstream hanging = Upstream.hanging();
        Upstream trickling =
            Upstream.that(
                (socket, out) -> {
                  Upstream.begin(out);
                  while (true) {
                    out.write('x');
                    out.flush();
                    Thread.onSpinWait();
                  }
                })) {
      assertThat(get(hanging, 1).content()).contains("SocketTimeoutException");
      assertThat(get(trickling, 1).error() || get(trickling, 1).content().contains("cut")).isTrue();
    }
  }

  @Test
  void noHttp_orEndlessHead_isAToolError() throws Exception {
    for (String answer :
        List.of("nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(9_000), "")) {
      try (Upstream server =
          Upstream.that((socket, out) -> out.write(answer.getBytes(StandardCharsets.US_ASCII)))) {
        ToolResult result = get(server, 10);
        assertThat(result.error()).isTrue();
        assertThat(result.content()).startsWith("The page could not be read");
      }
    }
  }

  @Test
  void allowList_entryThatIsNoHost_isRefused() {
    for (String entry :
        List.of("http://x", "*.example.org", "x/y", "x:123456", "a b", "UPPER.example")) {
      assertThatThrownBy(() -> HostAllowList.parse(entry))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("write host or host:port");
    }
    assertThat(HostAllowList.parse(" , ").entries()).isEmpty();
  }

  private static ToolResult get(Upstream server, int seconds) throws Exception {
    int port = java.net.URI.create(server.baseUrl()).getPort();
    HostTool tool =
        HttpGet.of(
            HostAllowList.parse("127.0.0.1:" + port),
            SystemSources.clock(),
            new HttpGet.Network(InetAddress::getAllByName, address -> true));
    return Calls.call(
        tool, Instant.now().plusSeconds(seconds), url("http://127.0.0.1:" + port + "/"));
  }

  private static String verdict(String text) {
    if (text.startsWith("This is not a URL")) {
      return "refused-url";
    }
    return text.contains("is not allowed")
        ? "refused-host"
        : text.contains("not public") ? "refused-address" : text;
  }

  private static InetAddress[] addresses(String list) {
    if (list.equals("-")) {
      return new InetAddress[0];
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : list.split(",", -1)) {
      try {
        addresses.add(InetAddress.getByName(text));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return addresses.toArray(InetAddress[]::new);
  }

  private static JsonObject url(String url) {
    return JsonObject.of("url", new JsonString(url));
  }

  private static final class Passed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
