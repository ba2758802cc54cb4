// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.arithmetic.Arithmetic;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.PermitIds;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.RateBackend;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rate limits that lie in Redis: one script executes a batch of commands in one call, at the time
 * of the server.
 *
 * <p>What of it may happen after the caller has given up: nothing. The script is told the latest
 * time of the server's own clock at which it may act, so one that waited in a server that was
 * stopped changes nothing when it gets its turn.
 *
 * <p>State that was lost, because the server was emptied or failed over to a replica that had none,
 * is noticed by each JVM that used it before: until a limit's state is as old as the longest that
 * it could have counted, decisions say {@link io.hermesx.core.ratelimit.RateMode#SHARED_ANEW}. Each
 * loss lets a limit admit at most one capacity more. What a replica had not yet received is lost
 * without notice: as much as was admitted while it was behind. A JVM that starts after the loss
 * knows of none.
 */
public final class RedisRateBackend implements RateBackend {

  private static final Object ONE_SERVER = "redis";
  private static final Object UNKNOWN_SERVER = "redis-cluster";

  /** As many keys as a script can hand on at once, with room to spare. */
  private static final int MOST_KEYS = 4_000;

  private static final int MOST_TRIES = 8;
  private static final int MOST_STALE = 2;

  private final RedisSettings settings;
  private final Script script;
  private final RedisKeys names;
  private final Nodes nodes;
  private final PermitIds tokens = new PermitIds(IdSource.secure(SystemSources.clock()));
  private final Epochs epochs = new Epochs();

  /** Creates one that connects when it is first asked. */
  public RedisRateBackend(RedisSettings settings) {
    this(settings, Script.rate());
  }

  RedisRateBackend(RedisSettings settings, Script script) {
    this.settings = settings;
    this.script = script;
    this.names = new RedisKeys(settings.prefix());
    this.nodes = new Nodes(settings);
  }

  @Override
  public Object partition(Command command) {
    return settings.cluster() ? (Object) RedisKeys.slot(RedisKeys.tag(command)) : ONE_SERVER;
  }

  @Override
  public Object server(Command command) {
    int slot = settings.cluster() ? RedisKeys.slot(RedisKeys.tag(command)) : 0;
    Object owner = nodes.lastOwner(slot);
    return owner == null ? UNKNOWN_SERVER : owner;
  }

  /**
   * In one call, and so in one step, but for three cases, in which it takes several, in order: more
   * than some thousand keys; one key of two calendar limits of different periods; a server's clock
   * that was set back beyond a calendar window.
   */
  @Override
  public List<Answer> execute(List<Command> commands, Duration patience) {
    long deadline = Call.nanos() + patience.toNanos();
    List<Answer> answers = new ArrayList<>(commands.size());
    int begin = 0;
    while (begin < commands.size()) {
      int end = endOfCall(commands, begin);
      answers.addAll(inOneCall(commands.subList(begin, end), deadline));
      begin = end;
    }
    return answers;
  }

  @Override
  public void close() {
    nodes.close();
  }

  private List<Answer> inOneCall(List<Command> commands, long deadline) {
    try {
      return ask(commands, deadline);
    } catch (RuntimeException e) {
      if (RedisErrors.isOurs(e)) {
        throw RedisErrors.unavailable(settings, e);
      }
      throw e;
    }
  }

  private List<Answer> ask(List<Command> commands, long deadline) {
    int slot = settings.cluster() ? RedisKeys.slot(RedisKeys.tag(commands.get(0))) : 0;
    UUID token = tokens.next();
    long time = nodes.time(slot);
    int stale = 0;
    List<Replacement> replacements = List.of();
    for (int tries = 0; tries < MOST_TRIES && deadline - Call.nanos() > 0; tries++) {
      Request request = new Request(names, commands, time);
      List<Replacement> replaced = replacements;
      Reply reply =
          nodes.call(
              new Call(slot, script, request.keys(), deadline),
              latest -> request.argument(latest, token, replaced));
      switch (reply.status()) {
        case DONE -> {
          return answers(commands, request, reply);
        }
        case LATE -> time = reply.time();
        case STALE -> {
          if (++stale > MOST_STALE && commands.size() > 1) {
            return oneByOne(commands, deadline);
          }
          time = reply.time();
        }
        case ADOPT -> replacements = adopted(commands, request, reply);
      }
    }
    throw new RateLimiterUnavailableException(
        "the rate limits in Redis at "
            + settings.addresses()
            + ": the call came too late and nothing was done; it is slow or its clock was set");
  }

  /** For commands that are decided at times too far apart, because the clock was set back. */
  private List<Answer> oneByOne(List<Command> commands, long deadline) {
    List<Answer> answers = new ArrayList<>(commands.size());
    commands.forEach(command -> answers.addAll(ask(List.of(command), deadline)));
    return answers;
  }

  private List<Answer> answers(List<Command> commands, Request request, Reply reply) {
    Map<String, Long> anew = new HashMap<>();
    List<String> tags = request.tags();
    for (int i = 0; i < tags.size(); i++) {
      anew.put(tags.get(i), epochs.note(tags.get(i), reply.value(i), reply.time()));
    }
    return new Replay(request, reply)
        .run(commands, command -> anew.getOrDefault(RedisKeys.tag(command), 0L));
  }

  /** What the values of calendar windows mean to limits that now have another period. */
  private static List<Replacement> adopted(List<Command> commands, Request request, Reply reply) {
    List<Replacement> replacements = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (Command command : commands) {
      for (int i = 0; i < command.layers().size(); i++) {
        Arithmetic arithmetic = command.layers().get(i).arithmetic();
        int index = request.indexOf(command.keys().get(i));
        byte @Nullable [] before = reply.value(index);
        if (arithmetic.kind() == 'c' && before != null && seen.add(index)) {
          byte[] after = State.write(arithmetic, State.read(arithmetic, before));
          if (!Arrays.equals(before, after)) {
            replacements.add(new Replacement(index, before, after));
          }
        }
      }
    }
    return replacements;
  }

  /** Returns where the commands end that go into one call. */
  static int endOfCall(List<Command> commands, int begin) {
    Map<Object, Long> spans = new HashMap<>();
    int keys = 0;
    for (int i = begin; i < commands.size(); i++) {
      Command command = commands.get(i);
      keys += command.keys().size() + 2;
      if (i > begin && (keys > MOST_KEYS || differs(command, spans))) {
        return i;
      }
      differs(command, spans);
    }
    return commands.size();
  }

  private static boolean differs(Command command, Map<Object, Long> spans) {
    boolean differs = false;
    for (int i = 0; i < command.keys().size(); i++) {
      Layer layer = command.layers().get(i);
      if (layer.arithmetic().kind() == 'c') {
        Long other = spans.putIfAbsent(command.keys().get(i), layer.arithmetic().span());
        differs |= other != null && other != layer.arithmetic().span();
      }
    }
    return differs;
  }
}
