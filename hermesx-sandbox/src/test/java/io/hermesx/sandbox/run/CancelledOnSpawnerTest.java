// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

/** {@link CancelledAtEachStepTest} where programs are started on the spawner thread. */
class CancelledOnSpawnerTest extends CancelledAtEachStepTest {

  @Override
  boolean needsLastingThread() {
    return true;
  }
}
