// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps state in statics; the last two are constants and stay allowed. */
final class HoldsState {

  static int counter;
  static final ArrayList<String> LIST = new ArrayList<>();
  static final ConcurrentHashMap<String, String> MAP = new ConcurrentHashMap<>();
  static final AtomicLong TOTAL = new AtomicLong();
  static final Set<String> WORDS = Set.of("constant");
  static final List<String> NAMES = List.of("constant");

  private HoldsState() {}
}
