// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class RedisTlsTest {

  @Test
  void connection_certificateOfTheHost_isTrustedByItsStoreOnly() throws Exception {
    Certificates certificates = Certificates.of("ip:127.0.0.1");
    int port = RedisProcess.freePort();
    try (RedisProcess redis = start(port, certificates)) {
      assertThat(redis.port()).isNotEqualTo(port);
      assertThat(allowed(port, certificates.trusted())).isEqualTo(10);
      assertThatThrownBy(() -> allowed(port, Certificates.of("ip:127.0.0.1").trusted()))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("TLS failed");
    }
  }

  @Test
  void connection_certificateOfAnotherHost_isRefused() throws Exception {
    Certificates certificates = Certificates.of("dns:elsewhere.example");
    int port = RedisProcess.freePort();
    try (RedisProcess redis = start(port, certificates)) {
      assertThat(redis.port()).isNotEqualTo(port);
      assertThatThrownBy(() -> allowed(port, certificates.trusted()))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("TLS failed")
          .hasMessageContaining("names the host");
    }
  }

  private static RedisProcess start(int port, Certificates certificates) throws Exception {
    String certificate = certificates.certificate().toString();
    return RedisProcess.start(
        "--tls-port",
        Integer.toString(port),
        "--tls-cert-file",
        certificate,
        "--tls-key-file",
        certificates.key().toString(),
        "--tls-ca-cert-file",
        certificate,
        "--tls-auth-clients",
        "no");
  }

  private static int allowed(int port, KeyStore trusted) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    RedisSettings settings =
        new RedisSettings(
            List.of(new RedisSettings.Address("127.0.0.1", port)),
            false,
            new RedisSettings.Login(null, null),
            context,
            "test:",
            Duration.ofSeconds(5),
            2);
    try (RedisRateBackend backend = new RedisRateBackend(settings)) {
      return Samples.allowed(backend, 12, Samples.tenant(), Samples.HOURLY);
    }
  }
}
