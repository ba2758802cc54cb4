// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.audit.note.CheckpointSigner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that could not rotate are refused before anything is signed with them. */
class SigningKeysTest {

  private static final TestKeys OLD = TestKeys.of(1);
  private static final TestKeys NEW = TestKeys.of(2);

  private static void refused(
      List<CheckpointSigner> current, List<CheckpointSigner> retiring, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SigningKeys(current, retiring))
        .withMessageContaining(message);
  }

  @Test
  void keys_thatAreAllOthers_mayRotate() {
    SigningKeys keys = new SigningKeys(NEW.signers(), OLD.signers());

    assertThat(keys.rotates()).isTrue();
    assertThat(keys.both()).hasSize(4);
    assertThat(new SigningKeys(NEW.signers(), List.of()).rotates()).isFalse();
  }

  @Test
  void key_thatSignsAndRetires_isRefusedByItsName() {
    String both = "signers and retiring both have [" + OLD.ed25519().key() + "]";

    refused(List.of(OLD.ed25519(), NEW.mlDsa44()), OLD.signers(), both);
    refused(List.of(OLD.ed25519()), List.of(OLD.ed25519()), both);
    refused(OLD.signers(), OLD.signers(), "take it out of retiring");
  }

  @Test
  void keys_thatAreNoGeneration_areRefusedWhetherTheySignOrRetire() {
    List<CheckpointSigner> twice = List.of(OLD.ed25519(), OLD.ed25519());

    refused(twice, List.of(), "allowed: one key, or one of each type");
    refused(NEW.signers(), twice, "allowed: one key, or one of each type");
    refused(List.of(), List.of(), "allowed: one key, or one of each type");
    refused(
        List.of(OLD.ed25519(), NEW.ed25519()), List.of(), "allowed: one key, or one of each type");
  }
}
