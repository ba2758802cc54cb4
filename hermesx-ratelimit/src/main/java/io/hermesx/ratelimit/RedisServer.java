// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.shared.RateBackend;
import io.hermesx.ratelimit.redis.RedisRateBackend;
import io.hermesx.ratelimit.redis.RedisSettings;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that holds shared limits, and how to reach it. Immutable; it opens nothing, and shows
 * its password to nobody.
 *
 * <p>The user needs no more than this, where the prefix is {@code hermesx:rate:}:
 *
 * <pre>{@code
 * ACL SETUSER hermesx on >password ~hermesx:rate:* +evalsha +eval +time +mget +set +ping
 * }</pre>
 *
 * <p>In a cluster it also needs {@code +asking}. The server should not evict keys that are in use
 * ({@code maxmemory-policy noeviction}): a limit that was evicted begins afresh.
 */
public final class RedisServer {

  private final RedisSettings settings;

  private RedisServer(RedisSettings settings) {
    this.settings = settings;
  }

  /** Describes one server, which may have replicas that are not asked. */
  public static Builder standalone(String host, int port) {
    return new Builder(List.of(new RedisAddress(host, port)), false);
  }

  /**
   * Describes one server by its address, {@code redis://[user:password@]host[:port]}, or {@code
   * rediss://} for TLS with the certificates that the JVM trusts. The port is 6379 unless said. A
   * user or password with other characters is percent-encoded, and {@code :password@} is the
   * default user's.
   *
   * @throws IllegalArgumentException for anything else; the message repeats none of it
   */
  public static Builder at(String url) {
    return RedisUrl.parse(url);
  }

  /** Describes a cluster by some of its nodes, of which one must answer; the others are found. */
  public static Builder cluster(RedisAddress... nodes) {
    if (nodes.length == 0) {
      throw new IllegalArgumentException("a cluster has no nodes, allowed: 1 or more");
    }
    return new Builder(Arrays.asList(nodes), true);
  }

  /** Makes what talks to it, which opens connections when it is first asked. */
  RateBackend open() {
    return new RedisRateBackend(settings);
  }

  @Override
  public String toString() {
    return "Redis "
        + (settings.cluster() ? "cluster at " : "at ")
        + settings.addresses()
        + (settings.tls() == null ? ", " : ", TLS, ")
        + settings.login();
  }

  /** Describes a Redis. Not thread-safe. */
  public static final class Builder {

    private static final int LONGEST_PREFIX = 64;
    private static final int MOST_CONNECTIONS = 1_000;
    private static final Duration LONGEST_CONNECT = Duration.ofMinutes(1);

    private final List<RedisAddress> addresses;
    private final boolean cluster;
    private @Nullable String user;
    private @Nullable String password;
    private @Nullable SSLContext tls;
    private String prefix = "hermesx:rate:";
    private Duration connectTimeout = Duration.ofSeconds(1);
    private int connections = 8;

    private Builder(List<RedisAddress> addresses, boolean cluster) {
      this.addresses = List.copyOf(addresses);
      this.cluster = cluster;
    }

    /** Logs in with the password of the default user. Default: no login. */
    public Builder password(String value) {
      this.user = null;
      this.password = requireText("password", value);
      return this;
    }

    /** Logs in as a user of Redis. Default: no login. */
    public Builder user(String name, String value) {
      this.user = requireText("user", name);
      this.password = requireText("password", value);
      return this;
    }

    /**
     * Encrypts connections and trusts the certificates that the JVM trusts. The certificate must
     * name the host. Default: plain connections.
     */
    public Builder tls() {
      try {
        return tls(SSLContext.getDefault());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this JVM has no TLS of its own; use tls(SSLContext)", e);
      }
    }

    /** Encrypts connections and trusts the certificates of a store, such as one private CA. */
    public Builder tls(KeyStore trusted) {
      try {
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return tls(context);
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException(
            "the trust store cannot be used; it must be loaded and hold a certificate", e);
      }
    }

    /** Encrypts connections as a context says, which may also hold a certificate of ours. */
    public Builder tls(SSLContext context) {
      this.tls = context;
      return this;
    }

    /**
     * Sets what each key begins with, so that others can use the same Redis: 1 to 64 visible ASCII
     * characters without braces. Default: {@code hermesx:rate:}.
     */
    public Builder keyPrefix(String value) {
      boolean plain = value.chars().allMatch(c -> c > ' ' && c < 127 && c != '{' && c != '}');
      if (value.isEmpty() || value.length() > LONGEST_PREFIX || !plain) {
        throw new IllegalArgumentException(
            "keyPrefix has "
                + value.length()
                + " characters, allowed: 1 to 64 visible ASCII characters without braces");
      }
      this.prefix = value;
      return this;
    }

    /**
     * Sets how long a connection may take to be made, TLS and login included: 1 ms to 1 min.
     * Default: 1 s. What a call has left ends it earlier.
     */
    public Builder connectTimeout(Duration value) {
      if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST_CONNECT) > 0) {
        throw new IllegalArgumentException(
            "connectTimeout is " + value + ", allowed: 1 ms to 1 min");
      }
      this.connectTimeout = value;
      return this;
    }

    /** Sets how many connections to each server there are at most: 1 to 1,000. Default: 8. */
    public Builder connections(int value) {
      if (value < 1 || value > MOST_CONNECTIONS) {
        throw new IllegalArgumentException(
            "connections is " + value + ", allowed: 1 to " + MOST_CONNECTIONS);
      }
      this.connections = value;
      return this;
    }

    /** Makes the description. */
    public RedisServer build() {
      return new RedisServer(
          new RedisSettings(
              addresses.stream()
                  .map(address -> new RedisSettings.Address(address.host(), address.port()))
                  .toList(),
              cluster,
              new RedisSettings.Login(user, password),
              tls,
              prefix,
              connectTimeout,
              connections));
    }

    private static String requireText(String what, String value) {
      if (value.isEmpty()) {
        throw new IllegalArgumentException(what + " is empty, allowed: 1 or more characters");
      }
      return value;
    }
  }
}
