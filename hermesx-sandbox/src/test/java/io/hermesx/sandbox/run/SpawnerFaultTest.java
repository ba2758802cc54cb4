// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

/**
 * {@link EngineFaultTest} where programs are started on the spawner thread, as bubblewrap wants it.
 */
class SpawnerFaultTest extends EngineFaultTest {

  @Override
  boolean needsLastingThread() {
    return true;
  }
}
