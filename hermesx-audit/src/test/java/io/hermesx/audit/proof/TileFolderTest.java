// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.MerkleFrontier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileFolderTest {

  private static final String ORIGIN = "audit.example.com/prod/one";

  @TempDir Path folder;

  private void write(SignedLog log, int size) {
    TileFolder.at(folder).write(log.checkpoint(size), log.hashes(), log::read);
  }

  @Test
  void path_ofATile_isThatOfTheSpecification() {
    assertThat(TilePath.hashes(0, 1_234_067, 256)).hasToString("tile/0/x001/x234/067");
    assertThat(TilePath.hashes(1, 0, 17)).hasToString("tile/1/000.p/17");
    assertThat(TilePath.entries(273, 112)).hasToString("tile/entries/273.p/112");
    assertThat(TilePath.entries(1_000, 256)).hasToString("tile/entries/x001/000");
    assertThat(TilePath.entries(999_999_999, 1)).hasToString("tile/entries/x999/x999/999.p/1");
  }

  /** The example of the specification; the files are read here without any code of ours. */
  @Test
  void write_aLogOf70000_hasTheTilesOfTheSpecificationThatLeadToTheRoot() throws IOException {
    SignedLog log = new SignedLog(ORIGIN, 70_000);
    write(log, 70_000);

    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(files).hasSize(1 + 2 * (273 + 1) + 1 + 1 + 1);
    }
    assertThat(widths())
        .isEqualTo(
            Map.of(
                "tile/0/273.p/112",
                112,
                "tile/1/000",
                256,
                "tile/1/001.p/17",
                17,
                "tile/2/000.p/1",
                1));
    List<Sha256> leaves = new ArrayList<>();
    for (int tile = 0; tile <= 273; tile++) {
      String name = String.format("%03d", tile) + (tile == 273 ? ".p/112" : "");
      List<Sha256> hashes = hashes(folder.resolve("tile/0/" + name));
      assertThat(entryHashes(folder.resolve("tile/entries/" + name))).isEqualTo(hashes);
      leaves.addAll(hashes);
      if (tile < 273) {
        Path above = folder.resolve(tile < 256 ? "tile/1/000" : "tile/1/001.p/17");
        assertThat(hashes(above).get(tile % 256)).isEqualTo(NaiveProofs.root(hashes));
      }
    }
    assertThat(hashes(folder.resolve("tile/2/000.p/1")))
        .containsExactly(NaiveProofs.root(hashes(folder.resolve("tile/1/000"))));
    String checkpoint = Files.readString(folder.resolve("checkpoint"));
    assertThat(checkpoint).startsWith(ORIGIN + "\n70000\n");
    assertThat(NaiveProofs.root(leaves))
        .isEqualTo(SignedCheckpoint.parse(checkpoint).checkpoint().root());
  }

  private Map<String, Integer> widths() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("tile"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.matches("tile/([1-9]/.*|0/.*\\.p/.*)"))
          .collect(
              Collectors.toMap(
                  name -> name, name -> (int) (folder.resolve(name).toFile().length() / 32)));
    }
  }

  private static List<Sha256> hashes(Path file) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    List<Sha256> hashes = new ArrayList<>();
    for (int at = 0; at < octets.length; at += 32) {
      hashes.add(Sha256.wrap(Arrays.copyOfRange(octets, at, at + 32)));
    }
    return hashes;
  }

  private static List<Sha256> entryHashes(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Sha256> hashes = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] entry = new byte[in.getShort() & 0xffff];
      in.get(entry);
      hashes.add(Sha256.raw(new byte[] {0}, entry));
    }
    return hashes;
  }

  @Test
  void hashesAndEntries_readBack_proveWhatTheLogProves() {
    SignedLog log = new SignedLog(ORIGIN, 1_000);
    write(log, 1_000);
    TileFolder tiles = TileFolder.at(folder);
    MerkleProver prover = new MerkleProver(tiles.hashes(1_000));

    assertThat(tiles.checkpoint().orElseThrow().checkpoint().size()).isEqualTo(1_000);
    assertThat(prover.root(1_000)).isEqualTo(NaiveProofs.root(log.leaves()));
    for (int index : List.of(0, 255, 256, 767, 768, 999)) {
      assertThat(prover.inclusion(index, 1_000).hashes())
          .isEqualTo(NaiveProofs.path(index, log.leaves()));
      assertThat(tiles.entries(1_000).read(index, 1)).containsExactly(log.entry(index));
    }
    assertThat(tiles.entries(1_000).read(200, 256)).containsExactlyElementsOf(log.read(200, 256));
    assertThat(tiles.hashes(1_000).leaves(700, 256)).isEqualTo(log.leaves().subList(700, 956));
    assertThat(tiles.hashes(1_000).leaves(990, 256)).isEqualTo(log.leaves().subList(990, 1_000));
  }

  @Test
  void write_aLongerLog_addsToWhatIsThere() {
    SignedLog log = new SignedLog(ORIGIN, 1_000);
    for (int size : List.of(0, 1, 255, 256, 257, 600, 600, 1_000)) {
      write(log, size);
      for (int earlier : List.of(1, 255, 256, 257, 600)) {
        if (earlier <= size) {
          assertThat(new MerkleProver(TileFolder.at(folder).hashes(earlier)).root(earlier))
              .isEqualTo(NaiveProofs.root(log.leaves().subList(0, earlier)));
        }
      }
    }
    assertThat(folder.resolve("tile/0/000.p/255")).exists();
    assertThat(folder.resolve("tile/0/000")).exists();
  }

  @Test
  void hashes_ofASizeWhosePartialTileIsGone_areReadFromTheFullOne() throws IOException {
    SignedLog log = new SignedLog(ORIGIN, 300);
    write(log, 200);
    write(log, 300);
    Files.delete(folder.resolve("tile/0/000.p/200"));
    Files.delete(folder.resolve("tile/entries/000.p/200"));

    TileFolder tiles = TileFolder.at(folder);
    assertThat(new MerkleProver(tiles.hashes(200)).root(200))
        .isEqualTo(NaiveProofs.root(log.leaves().subList(0, 200)));
    assertThat(tiles.entries(200).read(199, 9)).containsExactly(log.entry(199));
  }

  @Test
  void write_toTheFolderOfAnotherHistory_isRefused() {
    SignedLog log = new SignedLog(ORIGIN, 600);
    write(log, 600);
    SignedLog changed = new SignedLog(ORIGIN, 700);
    changed.replace(5, "changed".getBytes(UTF_8));

    refused(changed, 700, "the root at size 600");
    refused(changed, 600, "the root at size 600");
    refused(log, 599, "does not continue");
    refused(new SignedLog("audit.example.com/prod/two", 700), 700, "does not continue");
    assertThat(TileFolder.at(folder).checkpoint().orElseThrow().checkpoint().root())
        .isEqualTo(NaiveProofs.root(log.leaves()));
  }

  @Test
  void write_whereATileHasOtherContent_leavesItAsItIs() throws IOException {
    SignedLog log = new SignedLog(ORIGIN, 600);
    write(log, 600);
    for (String tile : List.of("tile/0/001", "tile/1/000.p/2", "tile/entries/000")) {
      Path file = folder.resolve(tile);
      byte[] right = Files.readAllBytes(file);
      byte[] wrong = right.clone();
      wrong[9] ^= 1;
      Files.write(file, wrong);

      refused(log, 600, tile + " with other content");
      assertThat(file).hasBinaryContent(wrong);
      Files.write(file, right);
    }
    write(log, 600);
  }

  private void refused(SignedLog log, int size, String why) {
    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> write(log, size))
        .withMessageContaining(why);
  }

  @Test
  void write_ofHashesEntriesAndCheckpointThatContradictEachOther_isRefused() {
    SignedLog log = new SignedLog(ORIGIN, 600);
    SignedLog changed = new SignedLog(ORIGIN, 600);
    changed.replace(5, "changed".getBytes(UTF_8));
    TileFolder tiles = TileFolder.at(folder);
    SignedCheckpoint checkpoint = log.checkpoint(600);

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> tiles.write(checkpoint, changed.hashes(), changed::read))
        .withMessageContaining("the root at size 600");
    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> tiles.write(checkpoint, log.hashes(), changed::read))
        .withMessageContaining("leaf 5");
    TreeHashes split = new SplitHashes(changed.hashes(), log.hashes());
    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> tiles.write(checkpoint, split, changed::read))
        .withMessageContaining("node 0 of level 1");
    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> tiles.write(checkpoint, log.hashes(), (from, count) -> List.of()))
        .withMessageContaining("0 entries from 512 on");
    assertThat(tiles.checkpoint()).isEmpty();
  }

  @Test
  void write_anEntryThatIsTooLongForATile_isRefused() {
    SignedLog log = new SignedLog(ORIGIN, 2);
    log.replace(1, new byte[65_535]);
    write(log, 2);
    assertThat(TileFolder.at(folder).entries(2).read(0, 2))
        .containsExactlyElementsOf(log.read(0, 2));
    SignedLog longer = new SignedLog("audit.example.com/prod/two", 1);
    longer.replace(0, new byte[65_536]);
    folder = folder.resolve("other");

    refused(longer, 1, "65536 octets");
  }

  @Test
  void read_damagedFiles_isRefused() throws IOException {
    SignedLog log = new SignedLog(ORIGIN, 300);
    write(log, 300);
    TileFolder tiles = TileFolder.at(folder);
    Files.write(folder.resolve("tile/0/000"), new byte[8_191]);
    Files.write(folder.resolve("tile/entries/000"), new byte[] {0, 9, 1});
    Files.delete(folder.resolve("tile/0/001.p/44"));

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> tiles.hashes(300).leaves(0, 1))
        .withMessageContaining("8191 octets");
    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> tiles.hashes(300).leaves(256, 1))
        .withMessageContaining("has no tile/0/001.p/44");
    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> tiles.entries(300).read(0, 1))
        .withMessageContaining("256 whole entries");
  }

  @Test
  void checkpoint_ofALogWithoutEvents_isAllThatIsWritten() {
    SignedLog log = new SignedLog(ORIGIN, 0);
    write(log, 0);

    assertThat(TileFolder.at(folder).checkpoint().orElseThrow().checkpoint())
        .isEqualTo(Checkpoint.empty(ORIGIN));
    assertThat(folder.resolve("tile")).doesNotExist();
    assertThat(MerkleFrontier.EMPTY.root()).isEqualTo(Checkpoint.empty(ORIGIN).root());
  }

  /** The leaves of one log under the nodes of another. */
  private record SplitHashes(TreeHashes below, TreeHashes above) implements TreeHashes {

    @Override
    public List<Sha256> leaves(long from, int count) {
      // The right edge, which the root is computed from, is that of the log above.
      return from < 512 ? below.leaves(from, count) : above.leaves(from, count);
    }

    @Override
    public List<Sha256> nodes(int level, long from, int count) {
      return above.nodes(level, from, count);
    }
  }
}
