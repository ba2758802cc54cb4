// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

/**
 * The script with a clock that a test sets: a key of the server. Nothing expires, because expiry
 * follows the server's own clock.
 */
final class FakeTime {

  private static final String CLOCK = "the-clock";

  private static final String PRELUDE =
      """
      local real = redis
      local redis = {call = function(name, ...)
        if name == 'TIME' then
          local now = tonumber(real.call('GET', 'the-clock'))
          return {math.floor(now / 1000000), now % 1000000}
        elseif name == 'SET' then
          local words = {...}
          return real.call('SET', words[1], words[2])
        end
        return real.call(name, ...)
      end}
      """;

  private FakeTime() {}

  static Script script() {
    return new Script(PRELUDE + Script.text());
  }

  static void set(RedisProcess redis, long micros) {
    redis.ask("SET", CLOCK, Long.toString(micros));
  }
}
