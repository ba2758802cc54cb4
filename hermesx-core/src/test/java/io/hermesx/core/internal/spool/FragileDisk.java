// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that keeps its word and no more. A cut of the power takes what was not synced,
 * in files and in the directory: all of it, or all but a prefix whose last write is torn at any
 * octet or has a hole. A process that is killed leaves everything, durable or not. A sync that
 * fails leaves octets that can be read and will never be durable. Each call is a step, at which it
 * can be told to fail or to lose its power.
 */
final class FragileDisk implements SpoolFiles {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> pending = new ArrayList<>();
  private Map<String, FragileFile> names = new TreeMap<>();
  private Map<String, FragileFile> durableNames = new TreeMap<>();
  private final List<String> steps = new ArrayList<>();
  private int fateStep = -1;
  private Fate fate = Fate.FAIL;
  private int life;
  private boolean taken;
  private boolean off;

  /** What happens at a step. */
  enum Fate {
    /** The call is refused, and a write has been made half; only this one. */
    FAIL,
    /** The call and all that follow are refused. */
    FAIL_ON,
    /** The power goes off before the call. */
    CUT_BEFORE,
    /** The power goes off when the call has been made, and before it returns. */
    CUT_AFTER
  }

  /** What the power takes. */
  enum Loss {
    ALL,
    TORN,
    HOLED
  }

  /** Lets a step end otherwise, counted from the next one, 0. */
  void at(int step, Fate what) {
    fateStep = steps.size() + step;
    fate = what;
  }

  void calm() {
    fateStep = -1;
  }

  /** What was called so far. */
  List<String> steps() {
    return List.copyOf(steps);
  }

  boolean isOff() {
    return off;
  }

  /** Ends the process: what it wrote is there, and its handles are not. */
  void kill() {
    life++;
    taken = false;
    off = false;
    calm();
  }

  /** Ends the process and takes what was not synced. */
  void cut(Loss loss, RandomGenerator random) {
    kill();
    int kept = loss == Loss.ALL ? 0 : random.nextInt(pending.size() + 1);
    pending.subList(0, kept).forEach(Runnable::run);
    pending.clear();
    names = new TreeMap<>(durableNames);
    names.values().forEach(file -> file.lose(loss, random));
  }

  /** The octets of all segments. */
  long segmentOctets() {
    return names.entrySet().stream()
        .filter(entry -> Segment.isName(entry.getKey()))
        .mapToLong(entry -> entry.getValue().cached().length)
        .sum();
  }

  byte[] octets(String name) {
    return file(name).cached().clone();
  }

  /** Replaces a file, as somebody with the disk in his hands can. */
  void overwrite(String name, byte[] octets) {
    FragileFile file = new FragileFile(octets);
    names.put(name, file);
    durableNames.put(name, file);
  }

  void lose(String name) {
    names.remove(name);
    durableNames.remove(name);
  }

  @Override
  public Closeable lock() {
    if (taken) {
      throw new SpoolInUseException("taken");
    }
    taken = true;
    int mine = life;
    return () -> taken = taken && mine != life;
  }

  @Override
  public List<String> names() throws IOException {
    return step("names", life, () -> List.copyOf(names.keySet()));
  }

  @Override
  public SpoolFile create(String name) throws IOException {
    return step(
        "create",
        life,
        () -> {
          if (names.containsKey(name)) {
            throw new IOException(name + " is there");
          }
          FragileFile file = new FragileFile(new byte[0]);
          names.put(name, file);
          pending.add(() -> durableNames.put(name, file));
          return new Handle(file, life);
        });
  }

  @Override
  public SpoolFile open(String name) throws IOException {
    return step("open", life, () -> new Handle(file(name), life));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    step(
        "rename",
        life,
        () -> {
          FragileFile file = file(from);
          names.remove(from);
          names.put(to, file);
          pending.add(
              () -> {
                durableNames.remove(from);
                durableNames.put(to, file);
              });
          return file;
        });
  }

  @Override
  public void delete(String name) throws IOException {
    step(
        "delete",
        life,
        () -> {
          names.remove(name);
          pending.add(() -> durableNames.remove(name));
          return name;
        });
  }

  @Override
  public void syncDirectory() throws IOException {
    step(
        "sync-directory",
        life,
        () -> {
          pending.forEach(Runnable::run);
          pending.clear();
          return life;
        });
  }

  private FragileFile file(String name) {
    FragileFile file = names.get(name);
    if (file == null) {
      throw new IllegalStateException(name + " is not there: " + names.keySet());
    }
    return file;
  }

  /** What a call does. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> T step(String what, int mine, Call<T> call) throws IOException {
    return step(what, mine, call, () -> {});
  }

  private <T> T step(String what, int mine, Call<T> call, Runnable half) throws IOException {
    lock.lock();
    try {
      if (off || mine != life) {
        throw new PowerCut();
      }
      int number = steps.size();
      steps.add(what);
      boolean failing = fate == Fate.FAIL_ON && fateStep >= 0 && number > fateStep;
      if (number != fateStep && !failing) {
        return call.run();
      }
      switch (fate) {
        case CUT_BEFORE -> half.run();
        case CUT_AFTER -> call.run();
        case FAIL, FAIL_ON -> {
          half.run();
          throw new IOException("step " + number + " (" + what + ") fails");
        }
      }
      off = true;
      throw new PowerCut();
    } finally {
      lock.unlock();
    }
  }

  /** An open file. */
  private final class Handle implements SpoolFile {

    private final FragileFile file;
    private final int mine;

    Handle(FragileFile file, int mine) {
      this.file = file;
      this.mine = mine;
    }

    @Override
    public long length() throws IOException {
      return step("length", mine, () -> (long) file.cached().length);
    }

    @Override
    public byte[] read(long offset, int count) throws IOException {
      return step("read", mine, () -> file.read(Math.toIntExact(offset), count));
    }

    @Override
    public void write(long offset, byte[] octets) throws IOException {
      int at = Math.toIntExact(offset);
      step(
          "write",
          mine,
          () -> {
            file.write(at, octets);
            return file;
          },
          () -> file.write(at, Arrays.copyOf(octets, octets.length / 2)));
    }

    @Override
    public void sync() throws IOException {
      step(
          "sync",
          mine,
          () -> {
            file.sync();
            return file;
          },
          file::failSync);
    }

    @Override
    public void close() {}
  }
}
