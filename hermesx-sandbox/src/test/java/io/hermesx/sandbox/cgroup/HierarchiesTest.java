// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What hosts and containers show in mountinfo and cgroup, as text. */
class HierarchiesTest {

  private static final Set<String> NONE = Set.of();

  @Test
  void parse_hybridHost_findsEachTreeAndTheOwnGroup() {
    String mounts =
        """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:10 master:1 - cgroup cgroup rw,memory
        39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
        40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """;
    String membership =
        """
        9:name=systemd:/user.slice
        8:pids:/
        4:memory:/jobs/a:b
        2:cpu,cpuacct:/
        0::/user.slice/run.scope
        """;
    assertThat(Hierarchies.parse(mounts, membership))
        .containsExactly(
            tree(Set.of("cpu", "cpuacct"), "/sys/fs/cgroup/cpu,cpuacct", ""),
            tree(Set.of("memory"), "/sys/fs/cgroup/memory", "jobs/a:b"),
            tree(Set.of("pids"), "/sys/fs/cgroup/pids", ""),
            tree(Set.of("name=systemd"), "/sys/fs/cgroup/systemd", "user.slice"),
            tree(NONE, "/sys/fs/cgroup/unified", "user.slice/run.scope"));
  }

  @Test
  void parse_version2Host_findsTheDelegatedGroup() {
    String mounts =
        "30 22 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2"
            + " rw,nsdelegate,memory_recursiveprot\n";
    String service = "user.slice/user-1000.slice/user@1000.service/app.slice/run-r1.scope";
    assertThat(Hierarchies.parse(mounts, "0::/" + service + "\n"))
        .containsExactly(tree(NONE, "/sys/fs/cgroup", service));
  }

  @Test
  void parse_containerWithItsOwnGroupMounted_isAtTheMount() {
    String mounts =
        """
        900 890 0:32 /docker/abc /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory
        901 890 0:33 /docker/abc /sys/fs/cgroup/pids ro - cgroup cgroup rw,pids
        """;
    String membership = "4:memory:/docker/abc\n8:pids:/docker/abc/child\n";
    assertThat(Hierarchies.parse(mounts, membership))
        .containsExactly(
            tree(Set.of("memory"), "/sys/fs/cgroup/memory", ""),
            tree(Set.of("pids"), "/sys/fs/cgroup/pids", "child"));
  }

  @Test
  void parse_groupOutsideTheMount_isTakenForTheMount() {
    String mounts = "900 890 0:32 /docker/abc /cg rw - cgroup2 cgroup rw\n";
    for (String group : List.of("/", "/docker/abcdef", "/../other", "/docker")) {
      assertThat(Hierarchies.parse(mounts, "0::" + group + "\n"))
          .as(group)
          .containsExactly(tree(NONE, "/cg", ""));
    }
  }

  @Test
  void parse_mountWithSpaces_isUnescaped() {
    String mounts = "41 31 0:38 / /mnt/a\\040b\\134c rw - cgroup2 cgroup2 rw\n";
    assertThat(Hierarchies.parse(mounts, "0::/\n")).containsExactly(tree(NONE, "/mnt/a b\\c", ""));
  }

  @Test
  void parse_nothingMounted_findsNothing() {
    assertThat(Hierarchies.parse("25 1 254:0 / / rw - ext4 /dev/vda rw\n", "0::/\n")).isEmpty();
    assertThat(Hierarchies.parse("", "")).isEmpty();
    assertThat(Hierarchies.parse("garbage\n- cgroup2\n", "garbage\n")).isEmpty();
  }

  @Test
  void parse_treeMountedTwice_isFoundOnce() {
    String mounts =
        """
        41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
        42 31 0:38 / /run/cgroup rw - cgroup2 cgroup2 rw
        """;
    assertThat(Hierarchies.parse(mounts, "0::/\n")).hasSize(1);
  }

  private static Hierarchy tree(Set<String> controllers, String mount, String own) {
    Path directory = own.isEmpty() ? Path.of(mount) : Path.of(mount, own);
    return new Hierarchy(controllers.isEmpty(), controllers, Path.of(mount), directory);
  }
}
