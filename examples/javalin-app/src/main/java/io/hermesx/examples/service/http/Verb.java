// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

/** The HTTP methods that routes use. */
public enum Verb {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE
}
