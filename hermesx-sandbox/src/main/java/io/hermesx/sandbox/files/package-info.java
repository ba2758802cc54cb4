// SPDX-License-Identifier: Apache-2.0

/**
 * Files that go into a work folder and come out of it. The folder is taken to be hostile: nothing
 * in it is followed, whatever changes meanwhile. Not for other modules.
 */
package io.hermesx.sandbox.files;
