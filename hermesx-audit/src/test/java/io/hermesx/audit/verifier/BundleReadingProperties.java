// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Entries that are taken as one have the findings that they have one by one, whatever a bundle
 * holds and wherever it is cut into blocks; and whatever it holds, a verification ends and says so.
 */
class BundleReadingProperties {

  /** Legal histories and attacked ones: signing takes the time, so they are made once. */
  private static final List<Base> BASES = bases();

  @SuppressWarnings("ArrayRecordComponent")
  private record Base(byte[] octets, Trust trust) {

    static Base of(ForgedBundle bundle) {
      return new Base(
          bundle.toOctets(),
          new Trust(
              Optional.of(ForgedBundle.POLICY),
              bundle.since,
              Optional.empty(),
              new Trust.Receipts(Optional.empty(), Optional.empty(), Optional.empty())));
    }
  }

  private static List<Base> bases() {
    List<Base> bases = new ArrayList<>();
    for (long seed = 0; seed < 8; seed++) {
      bases.add(Base.of(LegalBundle.of(seed)));
    }
    List<String> attacks =
        List.copyOf(new BundleAttacks(LegalBundle.of(0), new Random(0)).byName().keySet());
    for (int i = 0; i < attacks.size(); i += 3) {
      ForgedBundle bundle = LegalBundle.of(i % 16);
      new BundleAttacks(bundle, new Random(i)).byName().get(attacks.get(i)).run();
      bases.add(Base.of(bundle));
    }
    return bases;
  }

  static VerificationReport oneByOne(byte[] bundle, Trust trust) {
    try (BundleCheck check = new BundleCheck(trust, new AnchoredRoots(List.of()))) {
      BundleLine lines = new BundleLine(trust.policy());
      new LineByLine(lines).read(bundle, bundle.length).forEach(check::next);
      return check.finish();
    }
  }

  private static VerificationReport inBlocks(byte[] bundle, Trust trust, Random random) {
    try (BundleCheck check = new BundleCheck(trust, new AnchoredRoots(List.of()))) {
      RunReader reader = new RunReader(new BundleLine(trust.policy()));
      int most = 1 << (4 + random.nextInt(16));
      for (int at = 0; at < bundle.length; ) {
        int to = Math.min(bundle.length, at + 1 + random.nextInt(most));
        while (to < bundle.length && bundle[to - 1] != '\n') {
          to++;
        }
        byte[] block = Arrays.copyOfRange(bundle, at, to);
        reader.read(block, block.length).forEach(check::next);
        at = to;
      }
      return check.finish();
    }
  }

  @Property(tries = 400)
  void bundle_withAFewOctetsChanged_hasTheFindingsThatItsLinesHaveOneByOne(@ForAll long seed) {
    Random random = new Random(seed);
    Base base = BASES.get(random.nextInt(BASES.size()));
    byte[] bundle =
        random.nextInt(20) == 0 ? base.octets() : new BundleMutation(random).of(base.octets());
    Trust trust = random.nextInt(10) == 0 ? base.trust() : withoutPolicy(base.trust());

    String expected = ReportJson.of(oneByOne(bundle, trust));

    assertThat(ReportJson.of(inBlocks(bundle, trust, random))).isEqualTo(expected);
  }

  private static Trust withoutPolicy(Trust trust) {
    return new Trust(Optional.empty(), trust.known(), Optional.empty(), trust.receipts());
  }

  @Property(tries = 60)
  void bundle_withAFewOctetsChanged_isReadAlikeByAnyNumberOfThreads(@ForAll long seed) {
    Random random = new Random(seed);
    Base base = BASES.get(random.nextInt(BASES.size()));
    byte[] bundle = new BundleMutation(random).of(base.octets());
    BundleVerifier.Builder verifier = BundleVerifier.builder().threads(1 + random.nextInt(4));
    base.trust().known().forEach(verifier::since);

    VerificationReport report = verifier.build().verify(new ByteArrayInputStream(bundle));

    String expected = ReportJson.of(oneByOne(bundle, withoutPolicy(base.trust())));
    assertThat(ReportJson.of(report)).isEqualTo(expected);
  }

  @Property(tries = 200)
  void octets_thatAreNoBundle_areRefusedOrIncomplete(@ForAll byte[] octets) {
    VerificationReport report =
        BundleVerifier.builder().threads(1).build().verify(new ByteArrayInputStream(octets));

    assertThat(report.outcome()).isIn(Outcome.UNREADABLE, Outcome.INCOMPLETE);
    assertThat(report.findings()).isNotEmpty();
  }

  /** What is taken as one is most of a legal log, or the properties above say nothing. */
  @Property(tries = 8)
  void legalHistory_ofAnySeed_isMostlyTakenAsOne(@ForAll long seed) {
    byte[] bundle = BASES.get((int) Math.floorMod(seed, 8L)).octets();
    RunReader reader = new RunReader(new BundleLine(Optional.empty()));

    List<BundleItem> items = reader.read(bundle, bundle.length);

    long runs = entries(items.stream(), true);
    assertThat(runs).isGreaterThan(entries(items.stream(), false));
  }

  private static long entries(Stream<BundleItem> items, boolean asOne) {
    return items
        .mapToLong(
            item ->
                item instanceof BundleItem.Run run && asOne
                    ? run.entries().size()
                    : item instanceof BundleItem.Entry && !asOne ? 1 : 0)
        .sum();
  }
}
