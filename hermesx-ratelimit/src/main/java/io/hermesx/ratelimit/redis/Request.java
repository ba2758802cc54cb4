// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.arithmetic.Arithmetic;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the script is told: the keys that some commands need, and the commands as numbers. Commands
 * that look take no part in it, since what they answer is computed from the values alone. Not
 * thread-safe.
 */
final class Request {

  /** Longer than any limit in use: what never ends is watched for as long. */
  private static final long LONGEST_HORIZON = 1L << 51;

  private static final int PARTS = 7;

  private final RedisKeys names;
  private final long estimate;
  private final Map<String, Long> horizons = new LinkedHashMap<>();
  private final Map<Sha256, Integer> limits = new LinkedHashMap<>();
  private final Map<UUID, Integer> markers = new HashMap<>();
  private final List<byte[]> keys = new ArrayList<>();
  private final Map<LayerOfKey, Integer> layers = new HashMap<>();
  private final Map<Shape, Integer> shapes = new HashMap<>();
  private final Pack layerPack = new Pack();
  private final Pack shapePack = new Pack();
  private final Pack commandPack = new Pack();
  private int commandCount;

  /**
   * Prepares a call.
   *
   * @param estimate about what time it is there, µs
   */
  Request(RedisKeys names, List<Command> commands, long estimate) {
    this.names = names;
    this.estimate = estimate;
    for (Command command : commands) {
      horizons.merge(RedisKeys.tag(command), horizon(command), Math::max);
    }
    horizons.keySet().forEach(tag -> keys.add(names.epoch(tag)));
    commands.forEach(this::add);
  }

  List<byte[]> keys() {
    return keys;
  }

  /** The tags in the order of their epochs, which are the first keys. */
  List<String> tags() {
    return List.copyOf(horizons.keySet());
  }

  /** Returns where among the keys a limit is. */
  int indexOf(Sha256 limit) {
    return limits.getOrDefault(limit, 0) - 1;
  }

  /** Returns where among the keys the marker of a permit is. */
  int indexOf(UUID permit) {
    return markers.getOrDefault(permit, 0) - 1;
  }

  /**
   * Returns the argument of the script.
   *
   * @param latest the latest time at which the script may still act, µs
   */
  byte[] argument(long latest, UUID token, List<Replacement> replacements) {
    Pack pack = new Pack().list(PARTS).number(Math.max(0, latest)).list(horizons.size());
    horizons.values().forEach(pack::number);
    pack.octets(RedisKeys.octets(token));
    pack.list(layers.size()).all(layerPack);
    pack.list(shapes.size()).all(shapePack);
    pack.list(commandCount).all(commandPack);
    pack.list(replacements.size());
    replacements.forEach(replacement -> replacement.write(pack));
    return pack.toArray();
  }

  private void add(Command command) {
    List<Integer> indexes = new ArrayList<>(command.layers().size());
    for (int i = 0; i < command.layers().size(); i++) {
      indexes.add(layer(command, i));
    }
    switch (command.kind()) {
      case ACQUIRE -> begin(1, 3, command, indexes).octets(RedisKeys.octets(command.permit()));
      case PEEK -> {}
      case REFUND -> addRefund(command, indexes);
      case RELEASE -> begin(3, 3, command, indexes).octets(RedisKeys.octets(command.permit()));
      case RENEW -> begin(4, 3, command, indexes).octets(RedisKeys.octets(command.permit()));
      case LEASE ->
          begin(5, 5, command, indexes)
              .number(command.block().least())
              .number(command.block().amount())
              .number(command.block().until());
      case END_LEASE ->
          begin(6, 5, command, indexes)
              .number(command.block().amount())
              .number(command.block().until())
              .number(charged(command.layers().get(0), command.block().until()));
    }
  }

  private void addRefund(Command command, List<Integer> indexes) {
    int marker =
        markers.computeIfAbsent(
            command.permit(), id -> place(names.marker(RedisKeys.tag(command), id)));
    Pack pack = begin(2, 6, command, indexes);
    pack.octets(RedisKeys.octets(command.permit())).number(marker);
    pack.number(horizon(command) / 1_000 + 1).list(indexes.size());
    command.layers().forEach(layer -> pack.number(charged(layer, command.takenAt())));
  }

  private Pack begin(int operation, int size, Command command, List<Integer> indexes) {
    commandCount++;
    return commandPack.list(size).number(operation).number(shape(command, indexes));
  }

  private int shape(Command command, List<Integer> indexes) {
    List<Long> costs = new ArrayList<>(indexes.size());
    command.layers().forEach(layer -> costs.add(layer.cost(command.request())));
    Shape shape = new Shape(indexes, costs);
    Integer known = shapes.get(shape);
    if (known != null) {
      return known;
    }
    shapes.put(shape, shapes.size() + 1);
    shapePack.list(2).list(indexes.size());
    indexes.forEach(shapePack::number);
    shapePack.list(costs.size());
    costs.forEach(shapePack::number);
    return shapes.size();
  }

  private int layer(Command command, int index) {
    Sha256 key = command.keys().get(index);
    Layer layer = command.layers().get(index);
    int place = limits.computeIfAbsent(key, k -> place(names.limit(RedisKeys.tag(command), k)));
    LayerOfKey named = new LayerOfKey(place, layer);
    Integer known = layers.get(named);
    if (known != null) {
      return known;
    }
    layers.put(named, layers.size() + 1);
    Arithmetic arithmetic = layer.arithmetic();
    long[] terms = arithmetic.terms(estimate);
    layerPack.list(5 + terms.length).number(place).letter(arithmetic.kind());
    layerPack.number(layer.enforced() ? 1 : 0).number(arithmetic.span());
    for (long term : terms) {
      layerPack.number(Math.max(0, term));
    }
    layerPack.number(layer.longest());
    return layers.size();
  }

  /** Adds a key and returns its place, counted from 1 as the script does. */
  private int place(byte[] key) {
    keys.add(key);
    return keys.size();
  }

  /** What tells where something was charged: its window in a calendar, and else when. */
  private static long charged(Layer layer, long at) {
    return layer.arithmetic().kind() == 'c' ? layer.arithmetic().terms(at)[1] : at;
  }

  private static long horizon(Command command) {
    long longest = 1;
    for (Layer layer : command.layers()) {
      longest = Math.max(longest, layer.longest());
    }
    return Math.min(longest, LONGEST_HORIZON);
  }

  private record Shape(List<Integer> layers, List<Long> costs) {}

  private record LayerOfKey(int place, Layer layer) {}
}
