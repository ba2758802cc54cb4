// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class TenantIdProperties {

  @Property
  void parse_whatWasWritten_isTheSame(@ForAll long high, @ForAll long low) {
    Assume.that(high != 0 || low != 0);
    TenantId id = new TenantId(new UUID(high, low));

    assertThat(TenantId.parse(id.toString())).isEqualTo(id);
  }

  @Property
  void named_anyName_isAVersion8UuidAndAlwaysTheSame(
      @ForAll @CharRange(from = '!', to = '~') @StringLength(min = 1, max = 128) String name) {
    TenantId id = TenantId.named(name);

    assertThat(id.value().version()).isEqualTo(8);
    assertThat(id.value().variant()).isEqualTo(2);
    assertThat(TenantId.named(name)).isEqualTo(id);
  }

  @Property
  void named_twoNames_haveTwoIds(
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 4) String one,
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 4) String other) {
    assertThat(TenantId.named(one).equals(TenantId.named(other))).isEqualTo(one.equals(other));
  }

  @Property
  void compareTo_isTheOrderOfTheText(@ForAll("ids") TenantId one, @ForAll("ids") TenantId other) {
    assertThat(Integer.signum(one.compareTo(other)))
        .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())))
        .isEqualTo(-Integer.signum(other.compareTo(one)));
    assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<TenantId> ids() {
    return Arbitraries.longs().map(low -> new TenantId(new UUID(low * 31 | 1, low)));
  }
}
