// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

final class MemorySignerStateTest extends SignerStateContract {

  @Override
  SignerState state() {
    return new MemorySignerState();
  }
}
