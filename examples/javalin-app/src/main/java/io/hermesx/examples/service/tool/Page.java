// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import java.util.Optional;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param type the content type, empty if there is none
 * @param location where a redirect points
 * @param text the beginning of the body
 * @param cut whether there is more of it
 */
record Page(int status, String type, Optional<String> location, String text, boolean cut) {}
