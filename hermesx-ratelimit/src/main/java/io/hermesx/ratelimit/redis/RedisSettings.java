// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the servers. Checked by whoever makes it; prints no password.
 *
 * @param addresses host and port of one server, or of some nodes of a cluster
 * @param cluster whether they are nodes of a cluster
 * @param login who we are there
 * @param tls what encrypts, null for plain connections
 * @param prefix what each key begins with
 * @param connectTimeout how long a connection may take to be made
 * @param connections how many connections to each server at most
 */
public record RedisSettings(
    List<Address> addresses,
    boolean cluster,
    Login login,
    @Nullable SSLContext tls,
    String prefix,
    Duration connectTimeout,
    int connections) {

  /** Host and port. */
  public record Address(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A user of Redis; both null for none, the user alone null for the default user. */
  public record Login(@Nullable String user, @Nullable String password) {
    @Override
    public String toString() {
      return password == null ? "no login" : "login of " + (user == null ? "default" : user);
    }
  }
}
