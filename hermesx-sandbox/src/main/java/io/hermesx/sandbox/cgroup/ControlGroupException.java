// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import io.hermesx.core.HermesException;

/** A control group could not be read or changed. The message has path, errno text and a remedy. */
public final class ControlGroupException extends HermesException {

  private static final long serialVersionUID = 1L;

  ControlGroupException(String message) {
    super(message);
  }

  ControlGroupException(String message, Throwable cause) {
    super(message, cause);
  }
}
