// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.audit.format.AuditFault;



/** Takes what a check finds, in the order in which it is found. */
@FunctionalInterface
public interface FaultSink {

  /** Takes one fault with what a person is told of it. */
  void add(AuditFault fault, long seq, String explanation);

  default void add(AuditFault fault, long seq) {
    add(fault, seq, fault.explanation());
  }

  default void addIf(boolean wrong, AuditFault fault, long seq) {
    if (wrong) {
      add(fault, seq);
    }
  }
}
