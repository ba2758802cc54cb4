// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Makes connections, encrypted and logged in as the settings say. Immutable. */
final class Connector {

  private final RedisSettings settings;

  Connector(RedisSettings settings) {
    this.settings = settings;
  }

  int connections() {
    return settings.connections();
  }

  /**
   * Connects.
   *
   * @throws NotConnectedException if the server is not there
   */
  Connection connect(HostAndPort address, Call call) {
    int millis = (int) Math.min(call.millisLeft(), settings.connectTimeout().toMillis());
    try {
      return new Connection(() -> socket(address, millis), config(millis));
    } catch (JedisConnectionException e) {
      throw new NotConnectedException("no connection to " + address, e);
    }
  }

  /** Asks for nothing that a server may refuse to a user with few rights. */
  private DefaultJedisClientConfig config(int millis) {
    return DefaultJedisClientConfig.builder()
        .resp2()
        .autoNegotiateProtocol(false)
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .connectionTimeoutMillis(millis)
        .socketTimeoutMillis(millis)
        .user(settings.login().user())
        .password(settings.login().password())
        .build();
  }

  private Socket socket(HostAndPort address, int millis) {
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      plain.setSoTimeout(millis);
      plain.connect(new InetSocketAddress(address.getHost(), address.getPort()), millis);
      return settings.tls() == null ? plain : encrypted(settings.tls(), plain, address);
    } catch (IOException e) {
      close(plain, e);
      throw new JedisConnectionException(e);
    }
  }

  private static Socket encrypted(SSLContext tls, Socket plain, HostAndPort address)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            tls.getSocketFactory().createSocket(plain, address.getHost(), address.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void close(Socket socket, IOException cause) {
    try {
      socket.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
