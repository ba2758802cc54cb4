// SPDX-License-Identifier: Apache-2.0
/** LangChain4j against the example service: only the base URL and the key differ. */
package io.hermesx.examples.langchain4j;
