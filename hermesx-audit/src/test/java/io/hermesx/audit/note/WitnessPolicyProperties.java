// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whom a policy wants, against a model that asks from the quorum down. */
final class WitnessPolicyProperties {

  private static final List<WitnessSigner> SIGNERS =
      IntStream.range(0, 12).mapToObj(i -> WitnessSigner.ed25519("w.example/" + i, i)).toList();

  private static final List<WitnessKey> KEYS = SIGNERS.stream().map(WitnessSigner::key).toList();

  private record Model(
      Map<String, WitnessKey> witnesses,
      Map<String, List<String>> groups,
      Map<String, Integer> least) {

    boolean isWitnessed(String name, Set<WitnessKey> cosigned) {
      return witnesses.containsKey(name)
          ? cosigned.contains(witnesses.get(name))
          : groups.get(name).stream().filter(member -> isWitnessed(member, cosigned)).count()
              >= least.get(name);
    }
  }

  @Property(tries = 300)
  void quorum_ofAnyPolicy_isThatOfTheModel(@ForAll long seed) {
    Random random = new Random(seed);
    Model model = new Model(new HashMap<>(), new HashMap<>(), new HashMap<>());
    StringBuilder text = new StringBuilder();
    List<String> free = new ArrayList<>();
    int witnesses = 1 + random.nextInt(KEYS.size());
    for (int i = 0; i < witnesses; i++) {
      model.witnesses().put("w" + i, KEYS.get(i));
      text.append("witness w").append(i).append(' ').append(SIGNERS.get(i).vkey()).append('\n');
      free.add("w" + i);
    }
    String last = "w0";
    for (int i = 0; i < random.nextInt(6) && !free.isEmpty(); i++) {
      List<String> members = new ArrayList<>();
      for (int j = 1 + random.nextInt(free.size()); j > 0; j--) {
        members.add(free.remove(random.nextInt(free.size())));
      }
      last = "g" + i;
      int least = 1 + random.nextInt(members.size());
      model.groups().put(last, members);
      model.least().put(last, least);
      String word =
          least == members.size() ? "all" : least == 1 && random.nextBoolean() ? "any" : "" + least;
      text.append("group ").append(last).append(' ').append(word);
      members.forEach(member -> text.append(' ').append(member));
      text.append('\n');
      free.add(last);
    }
    WitnessPolicy policy = WitnessPolicy.parse(text + "quorum " + last + "\n");

    for (int i = 0; i < 20; i++) {
      Set<WitnessKey> cosigned =
          KEYS.stream().filter(key -> random.nextInt(3) > 0).collect(Collectors.toSet());

      assertThat(policy.isQuorum(cosigned)).isEqualTo(model.isWitnessed(last, cosigned));
    }
  }
}
