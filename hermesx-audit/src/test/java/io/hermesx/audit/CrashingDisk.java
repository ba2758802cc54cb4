// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A disk in memory on which the process or the machine ends at a chosen step, in its middle or
 * behind it. When the machine ends, whatever was not forced is there, or not, or there in part:
 * each small page by itself, with zeros in the place of pages that are missing.
 */
final class CrashingDisk implements JournalDisk {

  private static final int PAGE = 16;

  private final Random random;
  private Map<Path, Content> names = new HashMap<>();
  private Map<Path, Content> durableNames = new HashMap<>();
  private int stepsLeft = Integer.MAX_VALUE;
  private boolean isBroken;
  private boolean isLocked;
  private boolean isSettled;

  CrashingDisk(Random random) {
    this.random = random;
  }

  /** Ends the process within the step that comes after so many others. */
  void crashAfter(int steps) {
    stepsLeft = steps;
    isBroken = false;
  }

  /** Fails the step that comes after so many others; the process lives on. */
  void breakAfter(int steps) {
    stepsLeft = steps;
    isBroken = true;
  }

  void heal() {
    stepsLeft = Integer.MAX_VALUE;
    isLocked = false; // the system gives back the locks of a process that ended
  }

  /** Loses what was not forced, as the machine does that loses its power. */
  void losePower() {
    if (random.nextBoolean()) {
      durableNames = new HashMap<>(names);
    }
    names = new HashMap<>(durableNames);
    names.values().forEach(content -> content.losePower(random));
    isSettled = random.nextBoolean();
  }

  @Override
  public Closeable lock() throws IOException {
    if (isLocked) {
      throw new IllegalStateException("the lock is taken twice");
    }
    isLocked = true;
    return () -> isLocked = false;
  }

  @Override
  public boolean isSettled() {
    return isSettled;
  }

  @Override
  public void unsettle() throws IOException {
    step(() -> {});
    isSettled = false;
    step(() -> {});
  }

  @Override
  public void settle() throws IOException {
    step(() -> {});
    isSettled = true;
    step(() -> {});
  }

  @Override
  public boolean exists(Path file) {
    return names.containsKey(file);
  }

  @Override
  public byte[] read(Path file, long from) throws IOException {
    byte[] octets = find(file).current;
    return Arrays.copyOfRange(octets, Math.min((int) from, octets.length), octets.length);
  }

  @Override
  public void append(Path file, byte[] octets) throws IOException {
    Content content = names.computeIfAbsent(file, name -> new Content());
    step(() -> content.append(Arrays.copyOf(octets, random.nextInt(octets.length + 1))));
    content.append(octets);
    step(() -> {});
  }

  @Override
  public void empty(Path file) throws IOException {
    Content content = names.computeIfAbsent(file, name -> new Content());
    step(() -> {});
    content.current = new byte[0];
    content.lostTo = 0;
    step(() -> {});
  }

  @Override
  public void force(Path file) throws IOException {
    Content content = find(file);
    step(content::loseForever);
    content.force();
    step(() -> {});
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step(() -> {});
    names.put(to, find(from));
    names.remove(from);
    step(() -> {});
  }

  @Override
  public void forceFolder(Path file) throws IOException {
    step(() -> {});
    durableNames = new HashMap<>(names);
    step(() -> {});
  }

  @Override
  public void close() {}

  private Content find(Path file) throws IOException {
    Content content = names.get(file);
    if (content == null) {
      throw new FileNotFoundException(file.toString());
    }
    return content;
  }

  private void step(Runnable half) throws IOException {
    if (stepsLeft-- == 0) {
      half.run();
      if (isBroken) {
        throw new IOException("the disk fails");
      }
      throw new Crash();
    }
  }

  /** The end of a process. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Content {
    private byte[] durable = {};
    private byte[] current = {};
    private int lostFrom;
    private int lostTo;

    void append(byte[] octets) {
      byte[] longer = Arrays.copyOf(current, current.length + octets.length);
      System.arraycopy(octets, 0, longer, current.length, octets.length);
      current = longer;
    }

    /** A force that failed may leave what it did not write looking as if it had. */
    void loseForever() {
      lostFrom = Math.min(durable.length, current.length);
      lostTo = current.length;
    }

    void force() {
      durable = current.clone();
      for (int i = lostFrom; i < Math.min(lostTo, durable.length); i++) {
        durable[i] = 0;
      }
    }

    void losePower(Random random) {
      int shortest = Math.min(durable.length, current.length);
      int longest = Math.max(durable.length, current.length);
      byte[] left = new byte[shortest + random.nextInt(longest - shortest + 1)];
      for (int page = 0; page < left.length; page += PAGE) {
        byte[] source = random.nextBoolean() ? durable : current;
        int end = Math.min(left.length, page + PAGE);
        for (int i = page; i < end; i++) {
          left[i] = i < source.length ? source[i] : 0;
        }
      }
      current = left;
      durable = left;
      lostTo = 0;
    }
  }
}
