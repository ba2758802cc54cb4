// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files go in and out of a hostile folder, and nothing else does. */
class WorkFolderFilesTest {

  private static final SandboxLimits LIMITS = SandboxLimits.STANDARD;
  private static final String SECRET = "secret of the host";

  @TempDir Path temp;
  private Path root;
  private Path secret;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(temp.resolve("work"));
    secret = Files.writeString(temp.resolve("secret"), SECRET);
  }

  private Collected collect(String... paths) {
    return OutputFiles.collect(root, List.of(paths), LIMITS);
  }

  private void write(SandboxFile... files) throws IOException {
    InputFiles.write(root, InputFiles.Access.OWN, List.of(files), LIMITS);
  }

  @Test
  void write_thenCollect_givesTheSameFilesBack() throws IOException {
    write(
        SandboxFile.text("a", "one"),
        new SandboxFile("b/c/d", "two".getBytes(UTF_8), true),
        SandboxFile.text("b/e", "three"));

    Collected collected = collect("b", "a", "b/e");

    assertThat(collected.leftOut()).isEmpty();
    assertThat(collected.files().stream().map(SandboxFile::path))
        .containsExactly("a", "b/c/d", "b/e");
    assertThat(collected.files().stream().map(file -> new String(file.content(), UTF_8)))
        .containsExactly("one", "two", "three");
    assertThat(collected.files().stream().map(SandboxFile::executable))
        .containsExactly(false, true, false);
    assertThat(Files.exists(root.resolve(".hermesx-staged"))).isFalse();
  }

  @Test
  void write_forAnotherUser_isAnyones() throws IOException {
    InputFiles.write(root, InputFiles.Access.ANYONE, List.of(SandboxFile.text("f/g", "x")), LIMITS);

    assertThat(Files.getPosixFilePermissions(root.resolve("f")))
        .isEqualTo(PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(Files.getPosixFilePermissions(root.resolve("f/g")))
        .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
  }

  @Test
  void write_whereALinkIs_replacesTheLinkAndNotItsTarget() throws IOException {
    Files.createSymbolicLink(root.resolve("a"), secret);

    write(SandboxFile.text("a", "mine"));

    assertThat(Files.readString(secret)).isEqualTo(SECRET);
    assertThat(Files.readString(root.resolve("a"))).isEqualTo("mine");
    assertThat(Files.isSymbolicLink(root.resolve("a"))).isFalse();
  }

  @Test
  void write_belowALink_failsAndWritesNothingThere() throws IOException {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.createSymbolicLink(root.resolve("dir"), outside);

    assertThatThrownBy(() -> write(SandboxFile.text("dir/a", "x"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> write(SandboxFile.text("dir/b/a", "x")))
        .isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void write_moreThanTheLimits_failsBeforeTheFirst() {
    SandboxLimits tight = LIMITS.toBuilder().diskBytes(4_096).build();

    assertThatThrownBy(
            () ->
                InputFiles.write(
                    root,
                    InputFiles.Access.OWN,
                    List.of(SandboxFile.of("a", new byte[4_096]), SandboxFile.of("b", new byte[1])),
                    tight))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("4097");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void collect_whatIsNoRegularFileOfOneName_isLeftOutAndSaid() throws Exception {
    Files.createSymbolicLink(root.resolve("link"), secret);
    Files.createSymbolicLink(root.resolve("dirlink"), temp);
    Files.createLink(root.resolve("hard"), secret);
    new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start().waitFor();
    Files.writeString(root.resolve("good"), "fine");

    Collected collected =
        collect("link", "dirlink", "dirlink/secret", "hard", "fifo", "good", "missing");

    assertThat(collected.files()).hasSize(1);
    assertThat(collected.leftOut())
        .containsExactly(
            "link is a link",
            "dirlink is a link",
            "dirlink/secret is below something that is no folder",
            "hard has more than one name, or changed meanwhile",
            "fifo is no regular file",
            "missing is not there");
  }

  /** To open a pipe waits for a writer; to open a file as a folder costs JDK 25 a descriptor. */
  @Test
  void wayThroughWhatIsNoFolder_inAndOut_failsAtOnceAndCostsNothing() throws Exception {
    new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start().waitFor();
    Files.writeString(root.resolve("file"), "content");
    Files.createSymbolicLink(root.resolve("link"), temp);
    long before = descriptors();

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int i = 0; i < 20; i++) {
            for (String name : List.of("fifo", "file", "link")) {
              assertThat(collect(name + "/x", name + "/y/z").leftOut())
                  .containsExactly(
                      name + "/x is below something that is no folder",
                      name + "/y/z is below something that is no folder");
              assertThatThrownBy(() -> write(SandboxFile.text(name + "/x", "y")))
                  .isInstanceOf(IOException.class)
                  .hasMessageContaining("input file " + name + "/x");
            }
          }
        });

    assertThat(descriptors()).isLessThanOrEqualTo(before + 5);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void collect_moreThanTheLimits_takesWhatFitsAndSaysTheRest() throws IOException {
    SandboxLimits tight = LIMITS.toBuilder().diskBytes(4_096).files(16).build();
    Files.write(root.resolve("a"), new byte[4_000]);
    Files.write(root.resolve("b"), new byte[97]);
    Files.write(root.resolve("c"), new byte[96]);
    Path many = Files.createDirectory(root.resolve("many"));
    for (int i = 0; i < 40; i++) {
      Files.createFile(many.resolve("file-" + i));
    }

    Collected collected = OutputFiles.collect(root, List.of("a", "b", "c", "many"), tight);

    assertThat(collected.files()).hasSize(16);
    assertThat(collected.files().stream().map(SandboxFile::path)).contains("a", "c");
    assertThat(collected.leftOut())
        .contains(
            "b is beyond the limit of 4096 octets in all",
            "many has more in it than the limit on files allows");
  }

  @Test
  void collect_sparseFileOfATerabyte_isLeftOutUnread() throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            root.resolve("sparse"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(1L << 40);
      channel.write(ByteBuffer.wrap(new byte[1]));
    }

    assertThat(collect("sparse").leftOut()).hasSize(1);
  }

  @Test
  void collect_deepFolders_endsAtTheDepth() throws IOException {
    Path deep = root;
    for (int i = 0; i < 80; i++) {
      deep = Files.createDirectory(deep.resolve("d"));
    }
    Files.writeString(deep.resolve("f"), "x");

    Collected collected = collect("d");

    assertThat(collected.files()).isEmpty();
    assertThat(collected.leftOut()).singleElement().asString().contains("deeper than 64");
  }

  /** The file becomes a link to a secret and back, all the time; it is never followed. */
  @Test
  void collect_whileLinksTakeThePlacesOfFiles_neverShowsWhatTheyLeadTo() throws Exception {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("f"), SECRET);
    Path file = root.resolve("f");
    Path folder = root.resolve("d");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Exception> failure = new AtomicReference<>();
    CountDownLatch swapped = new CountDownLatch(1_000);
    Thread swapper =
        new Thread(
            () -> {
              try {
                for (int i = 0; !stop.get(); i++) {
                  swap(file, folder, outside, i % 2 == 0);
                  swapped.countDown();
                }
              } catch (IOException e) {
                failure.set(e);
                while (swapped.getCount() > 0) {
                  swapped.countDown();
                }
              }
            });
    swapper.start();
    try {
      do {
        for (SandboxFile taken : collect("f", "d", "d/f").files()) {
          assertThat(new String(taken.content(), UTF_8)).isIn("harmless", "");
        }
      } while (swapped.getCount() > 0);
    } finally {
      stop.set(true);
      swapper.join();
    }
    assertThat(failure).hasValue(null);
  }

  private void swap(Path file, Path folder, Path outside, boolean links) throws IOException {
    Path spare = root.resolve("spare");
    if (links) {
      Files.createSymbolicLink(spare, secret);
      Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(folder.resolve("f"));
      Files.deleteIfExists(folder);
      Files.createSymbolicLink(folder, outside);
    } else {
      Files.writeString(spare, "harmless");
      Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(folder);
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("f"), "harmless");
    }
  }

  @Test
  void delete_folderWithLinksAndLocks_leavesNothingAndTouchesNothingElse() throws IOException {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "kept");
    Path inside = Files.createDirectories(root.resolve("a/b"));
    Files.createSymbolicLink(inside.resolve("out"), outside);
    Files.writeString(inside.resolve("f"), "x");
    Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("r-x------"));

    assertThat(FolderTree.delete(root)).isTrue();

    assertThat(root).doesNotExist();
    assertThat(outside.resolve("kept")).hasContent("kept");
    assertThat(FolderTree.delete(root)).isTrue();
  }
}
