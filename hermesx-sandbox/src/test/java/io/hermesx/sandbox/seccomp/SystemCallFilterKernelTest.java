// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The filter in this machine's kernel. Each refused call is made once without the filter, where it
 * must answer something else.
 */
class SystemCallFilterKernelTest {

  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  @TempDir private Path directory;

  /** Arguments are Perl; the third column is what the kernel answers by itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ptrace             | 16, 4000000, 0, 0             | 3
          unshare            | 0                             | ok
          personality        | 0x40000                       | ok
          process_vm_readv   | $$, 0, 0, 0, 0, 0             | ok
          move_pages         | 0, 0, 0, 0, 0, 0              | ok
          sched_setattr      | 0, 0, 0                       | 22
          clone              | 0x10010000, 0, 0, 0, 0        | 22
          clone              | 0x110010000, 0, 0, 0, 0       | 22
          name_to_handle_at  | -100, 0, 0, 0, 0              | 14
          socket             | 16, 3, 0                      | ok
          socket             | 0x100000010, 3, 0             | ok
          ioctl              | 0, 0x5412, 0                  | 25
          ioctl              | 0, 0x100005412, 0             | 25
          ioctl              | 0, 0x541C, 0                  | 25
          fcntl              | -1, 1024, 0                   | 9
          """)
  void call_filtered_isRefused(String call, String arguments, String without) throws Exception {
    ConfinedRun run = ConfinedRun.in(directory);
    List<String> perl = call(run, call, arguments);
    assertThat(run.plain(perl)).isEqualTo(new ConfinedRun.Answer(0, without));
    assertThat(run.filtered(perl)).isEqualTo(new ConfinedRun.Answer(0, String.valueOf(EPERM)));
  }

  @Test
  void clone3_filtered_doesNotExist() throws Exception {
    ConfinedRun run = ConfinedRun.in(directory);
    List<String> perl = call(run, "clone3", "0, 0");
    assertThat(run.plain(perl).output()).isEqualTo("22");
    assertThat(run.filtered(perl).output()).isEqualTo(String.valueOf(ENOSYS));
  }

  @Test
  void benignCalls_filtered_work() throws Exception {
    ConfinedRun run = ConfinedRun.in(directory);
    String script =
        """
        use Socket; use POSIX;
        socketpair(my $a, my $b, AF_UNIX, SOCK_STREAM, 0) or die "socketpair: $!";
        socket(my $u, AF_UNIX, SOCK_STREAM, 0) or die "unix: $!";
        bind($u, pack_sockaddr_un("/tmp/s")) or die "bind: $!";
        socket(my $t, AF_INET, SOCK_STREAM, 6) or die "tcp: $!";
        socket(my $d, AF_INET6, SOCK_DGRAM, 0) or die "udp: $!";
        POSIX::mkfifo("/tmp/f", 0600) or die "fifo: $!";
        my $pid = fork; defined $pid or die "fork: $!";
        if (!$pid) { exec "sh", "-c", "sleep 0 & wait; exit 7" }
        waitpid $pid, 0; $? >> 8 == 7 or die "child: $?";
        print "fine";
        """;
    List<String> perl = List.of(perl(), "-e", script);
    assertThat(run.plain(perl)).isEqualTo(new ConfinedRun.Answer(0, "fine"));
    assertThat(run.filtered(perl)).isEqualTo(new ConfinedRun.Answer(0, "fine"));
  }

  @Test
  void x32Call_filtered_endsTheProcess() throws Exception {
    ConfinedRun run = ConfinedRun.in(directory);
    requireX86(run);
    List<String> perl = List.of(perl(), "-e", "syscall(0x40000027); print 'alive'");
    assertThat(run.plain(perl).output()).isEqualTo("alive");
    assertThat(run.filtered(perl)).isEqualTo(new ConfinedRun.Answer(ConfinedRun.BAD_CALL, ""));
  }

  @Test
  void call32Bit_filtered_endsTheProcess() throws Exception {
    ConfinedRun run = ConfinedRun.in(directory);
    requireX86(run);
    List<String> program = List.of(interrupt80());
    int without = run.plain(program).code();
    OutsideComponent.require(
        "ia32",
        without == 0 ? Optional.of(without) : Optional.empty(),
        "boot a kernel with CONFIG_IA32_EMULATION");
    assertThat(run.filtered(program).code()).isEqualTo(ConfinedRun.BAD_CALL);
  }

  private static List<String> call(ConfinedRun run, String name, String arguments)
      throws IOException {
    int number = SystemCallFilterTest.numbers(run.architecture()).get(name);
    String script =
        "my $r = syscall(" + number + ", " + arguments + "); print $r < 0 ? $! + 0 : 'ok'";
    return List.of(perl(), "-e", script);
  }

  private static String perl() {
    return OutsideComponent.require(
            "perl", OutsideComponent.program("perl"), "apt-get install perl")
        .toString();
  }

  private static void requireX86(ConfinedRun run) {
    OutsideComponent.require(
        "x86-64",
        Optional.of(run.architecture()).filter(Architecture.X86_64::equals),
        "run on x86-64: only there a process can call through another ABI");
  }

  /** A 64-bit program that asks for its number through the 32-bit door, then exits with 0. */
  private String interrupt80() throws IOException {
    byte[] code = {
      (byte) 0xB8,
      20,
      0,
      0,
      0, // mov eax, getpid of i386
      (byte) 0xCD,
      (byte) 0x80, // int 0x80
      0x31,
      (byte) 0xFF, // xor edi, edi
      (byte) 0xB8,
      60,
      0,
      0,
      0, // mov eax, exit
      0x0F,
      0x05 // syscall
    };
    int headers = 64 + 56;
    long base = 0x400000;
    ByteBuffer elf = ByteBuffer.allocate(headers + code.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    elf.putShort((short) 2).putShort((short) 62).putInt(1);
    elf.putLong(base + headers).putLong(64).putLong(0).putInt(0);
    elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(5).putLong(0).putLong(base).putLong(base);
    elf.putLong(headers + code.length).putLong(headers + code.length).putLong(0x1000).put(code);
    // Not below /tmp, which the program sees empty.
    Path file = Path.of("target", "interrupt80").toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.write(file, elf.array());
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
    return file.toString();
  }
}
