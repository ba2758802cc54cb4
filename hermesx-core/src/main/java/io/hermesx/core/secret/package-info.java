// SPDX-License-Identifier: Apache-2.0
/**
 * What must be erasable or must not be read: {@link io.hermesx.core.secret.DataKeys} gives each
 * tenant its keys, {@link io.hermesx.core.secret.DataCipher} seals and opens with them in the one
 * frozen ciphertext format of the house ({@code docs/reference/formats.md}). A ciphertext commits
 * to its key, so that only one plaintext can ever come out of it, and it opens only in the {@link
 * io.hermesx.core.secret.CiphertextContext} that it was sealed for. Erasing a key erases what was
 * sealed with it.
 */
package io.hermesx.core.secret;
