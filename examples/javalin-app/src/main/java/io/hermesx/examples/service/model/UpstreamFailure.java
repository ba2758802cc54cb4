// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import io.hermesx.core.model.ModelFailure;

/** Says why the upstream gave no whole answer; its message holds nothing the upstream sent. */
final class UpstreamFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final ModelFailure failure;

  UpstreamFailure(ModelFailure failure, String message, Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  UpstreamFailure(ModelFailure failure, String message) {
    super(message);
    this.failure = failure;
  }

  static UpstreamFailure invalid(String message) {
    return new UpstreamFailure(ModelFailure.INVALID_RESPONSE, message);
  }

  ModelFailure failure() {
    return failure;
  }
}
