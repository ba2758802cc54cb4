// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** Tells what a failure of Redis means and what to do next. */
final class RedisErrors {

  private static final Map<String, String> REMEDIES = remedies();

  private RedisErrors() {}

  /** Returns what the caller of a limiter is told. */
  static RateLimiterUnavailableException unavailable(RedisSettings settings, RuntimeException e) {
    return new RateLimiterUnavailableException(
        "the rate limits in Redis at " + settings.addresses() + ": " + reason(settings, e), e);
  }

  private static String reason(RedisSettings settings, RuntimeException e) {
    if (e instanceof NotConnectedException) {
      return e.getMessage() + why(e.getCause());
    }
    if (e instanceof JedisRedirectionException) {
      return "they send us from one node to the next; wait until the cluster has settled, and use"
          + " RedisServer.cluster for a cluster";
    }
    if (e instanceof JedisDataException) {
      return refused(settings, String.valueOf(e.getMessage()));
    }
    if (e instanceof JedisConnectionException) {
      return "no answer in time or the connection broke, and what was asked may have been done: "
          + e.getMessage();
    }
    return String.valueOf(e.getMessage());
  }

  private static String refused(RedisSettings settings, String message) {
    for (Map.Entry<String, String> remedy : REMEDIES.entrySet()) {
      if (message.contains(remedy.getKey())) {
        String advice = remedy.getValue().replace("PREFIX", settings.prefix());
        return advice + " (" + message + ")";
      }
    }
    return message;
  }

  private static String why(@Nullable Throwable cause) {
    for (Throwable next = cause; next != null; next = next.getCause()) {
      if (next instanceof SSLException) {
        return ": TLS failed: "
            + next.getMessage()
            + "; check that the server speaks TLS, that its certificate names the host and that"
            + " the trust store has its CA";
      }
    }
    if (cause == null) {
      return "";
    }
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return ": " + root.getMessage() + "; check that it runs, the address, and firewalls";
  }

  private static Map<String, String> remedies() {
    String rights =
        "the user lacks a right; give it ~PREFIX* +evalsha +eval +time +mget +set +ping, in a"
            + " cluster +asking";
    Map<String, String> remedies = new LinkedHashMap<>();
    remedies.put("WRONGPASS", "it refuses the login; check user and password of RedisServer");
    remedies.put("NOAUTH", "it asks for a login; set user and password of RedisServer");
    remedies.put("without any password configured", "it asks for no login; set none");
    remedies.put("NOPERM", rights);
    remedies.put("can't run this command", rights);
    remedies.put(
        "OOM", "it has no memory left; raise maxmemory or give limits a Redis of their own");
    remedies.put("LOADING", "it reads its data and is not ready yet; wait");
    remedies.put("READONLY", "it is a replica; address the primary");
    remedies.put("BUSY", "it runs a script that does not end; see SCRIPT KILL");
    remedies.put("MASTERDOWN", "it is a replica without a primary; address the primary");
    remedies.put("MISCONF", "it cannot save its data and takes no writes; see its log");
    remedies.put("CLUSTERDOWN", "the cluster is down; see CLUSTER INFO");
    remedies.put("TRYAGAIN", "the slot is being moved and has not arrived yet; wait");
    return remedies;
  }

  /** Tells whether it is a failure of Redis or of the way there. */
  static boolean isOurs(RuntimeException e) {
    return e instanceof NotConnectedException || e instanceof JedisException;
  }
}
