// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample.exported;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Names a third party's type wherever a signature can. */
public class ShowsStrangers<T extends JsonNode> implements Supplier<List<JsonNode>> {

  /** A field. */
  protected final List<? extends Logger> loggers = List.of();

  /** A bound. */
  public ShowsStrangers(Class<T> type) {}

  @Override
  public List<JsonNode> get() {
    return List.of();
  }

  /** An array. */
  public void accept(JsonNode[] nodes) {}

  /** What nobody outside sees is free. */
  void hidden(Logger logger) {}
}
