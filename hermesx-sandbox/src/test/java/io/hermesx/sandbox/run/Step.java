// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

/** A moment at which the engine asks the back end for something. */
enum Step {
  GUARANTEES,
  THREAD,
  WORK_FOLDER,
  FOLDER_ROOT,
  FOLDER_RELEASE,
  LAUNCH,
  PROCESS,
  STREAMS,
  READ,
  HELD,
  KILL,
  AWAIT_GONE,
  EXCEEDED,
  OUTCOME,
  USAGE,
  RELEASE
}
