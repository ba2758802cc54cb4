// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * A time-stamp authority that a test runs: HTTP on the loopback interface, tokens by Bouncy Castle.
 */
final class TimestampAuthority implements AutoCloseable {

  static final String POLICY = "1.2.3.4.5";
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** Answers a request's octets. */
  interface Desk {
    void answer(HttpExchange exchange, byte[] request) throws Exception;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private TimestampAuthority(Desk desk) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            desk.answer(exchange, exchange.getRequestBody().readAllBytes());
          } catch (IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    server.start();
  }

  /** One that does as it is told. */
  static TimestampAuthority run(Desk desk) throws IOException {
    return new TimestampAuthority(desk);
  }

  /** One that issues what it is asked for. */
  static TimestampAuthority run(Issuer issuer) throws IOException {
    return run((exchange, request) -> reply(exchange, issuer.issue(new TimeStampRequest(request))));
  }

  static void reply(HttpExchange exchange, byte[] answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsr");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /**
   * What tokens are made with.
   *
   * @param keys the key that signs
   * @param sent the certificates that come with a token
   * @param time what the authority's clock says
   * @param hash the hash that is signed, such as {@code SHA256}
   */
  record Issuer(TimestampKeys keys, List<X509Certificate> sent, Instant time, String hash) {

    Issuer(TimestampKeys keys, List<X509Certificate> sent) {
      this(keys, sent, NOW, "SHA256");
    }

    private static AttributeTable withoutMachineTime(Map<?, ?> parameters) {
      return new DefaultSignedAttributeTableGenerator()
          .getAttributes(parameters)
          .remove(CMSAttributes.signingTime);
    }

    /** Returns the response to a request. */
    byte[] issue(TimeStampRequest request) throws Exception {
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .setSignedAttributeGenerator(Issuer::withoutMachineTime)
                  .build(hash + "withECDSA", keys.pair().getPrivate(), keys.certificate()),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(TSPAlgorithms.SHA256)),
              new ASN1ObjectIdentifier(POLICY));
      tokens.addCertificates(new JcaCertStore(sent));
      return new TimeStampResponseGenerator(
              tokens, Set.of(TSPAlgorithms.SHA256.getId(), TSPAlgorithms.SHA512.getId()))
          .generate(request, BigInteger.valueOf(7), Date.from(time))
          .getEncoded();
    }
  }
}
