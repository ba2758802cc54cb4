// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a power cut leaves of a log in files: a checkpoint whose log is whole, or the one before.
 */
class TileCrashTest {

  private static final String ORIGIN = "audit.example.com/prod/one";

  @TempDir Path folder;

  private final SignedLog log = new SignedLog(ORIGIN, 600);

  @Test
  void folder_afterAPowerCutAtAnyStep_holdsALogThatIsWhole() throws IOException {
    int steps = 0;
    boolean isCut = true;
    while (isCut) {
      steps++;
      Path where = folder.resolve("cut-" + steps);
      write(where, 300, TileDisk.REAL);
      CuttingDisk disk = new CuttingDisk(steps);
      isCut = isCut(where, disk);
      disk.loseWhatIsNotForced();

      TileFolder left = TileFolder.at(where);
      long size = left.checkpoint().orElseThrow().checkpoint().size();
      assertThat(size).isIn(isCut ? List.of(300L, 600L) : List.of(600L));
      assertThat(new MerkleProver(left.hashes(size)).root(size))
          .isEqualTo(NaiveProofs.root(log.leaves().subList(0, (int) size)));
      assertThat(left.entries(size).read(size - 1, 1)).containsExactly(log.entry((int) size - 1));
      write(where, 600, TileDisk.REAL);
    }
    assertThat(steps).isGreaterThan(20);
  }

  private void write(Path where, int size, TileDisk disk) {
    TileFolder.at(where, disk).write(log.checkpoint(size), log.hashes(), log::read);
  }

  private boolean isCut(Path where, CuttingDisk disk) {
    try {
      write(where, 600, disk);
      return false;
    } catch (PowerCut e) {
      return true;
    }
  }

  @Test
  void drafts_ofAProcessThatIsGone_areSwept() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path dead = draft(gone.pid(), "0");
    ProcessHandle own = ProcessHandle.current();
    Path before = draft(own.pid(), "1000");
    Instant start = own.info().startInstant().orElseThrow();
    Path alive = draft(own.pid(), Long.toString(start.toEpochMilli()));

    write(folder, 3, TileDisk.REAL);

    assertThat(dead).doesNotExist();
    assertThat(before).as("of one that had the same number").doesNotExist();
    assertThat(alive).as("of a process that may still need it").exists();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().contains("draft"))).containsExactly(alive);
    }
  }

  private Path draft(long process, String start) throws IOException {
    String name = "checkpoint.draft" + process + "-" + start + "-0";
    return Files.write(folder.resolve(name), "half".getBytes(UTF_8));
  }

  private static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A disk that forgets what was not forced: octets first, and names never the other way round. */
  private static final class CuttingDisk implements TileDisk {

    private final Set<Path> unforced = new LinkedHashSet<>();
    private final Map<Path, byte[]> before = new LinkedHashMap<>();
    private int left;

    CuttingDisk(int steps) {
      this.left = steps;
    }

    private void step() {
      left--;
      if (left == 0) {
        throw new PowerCut();
      }
    }

    @Override
    public void create(Path file, byte[] octets) throws IOException {
      step();
      REAL.create(file, octets);
      unforced.add(file);
    }

    @Override
    public void force(Path file) throws IOException {
      step();
      unforced.remove(file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      step();
      before.put(to, Files.exists(to) ? Files.readAllBytes(to) : new byte[0]);
      REAL.move(from, to);
      if (unforced.remove(from)) {
        unforced.add(to);
      }
    }

    @Override
    public void forceFolder(Path of) {
      step();
      before.keySet().removeIf(file -> of.equals(file.getParent()));
    }

    /** The newest name may be durable without anybody forcing it; the others are not. */
    void loseWhatIsNotForced() throws IOException {
      List<Path> names = List.copyOf(before.keySet());
      for (Path file : names.subList(0, Math.max(0, names.size() - 1))) {
        if (before.get(file).length == 0) {
          Files.delete(file);
        } else {
          Files.write(file, before.get(file));
        }
      }
      for (Path file : unforced) {
        if (Files.exists(file)) {
          Files.write(file, new byte[0]);
        }
      }
    }
  }
}
