// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.proof.TreeHashes;
import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The leaf hashes of one log in a temporary file, for proofs about it. Not thread-safe. */
final class LeafFile implements TreeHashes, Closeable {

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(TILE * Sha256.LENGTH);
  private long written;

  LeafFile() {
    try {
      this.file =
          FileChannel.open(
              Files.createTempFile("hermesx-audit-", ".leaves"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static HermesException failed(IOException e) {
    return new HermesException(
        "the temporary file for leaf hashes cannot be used: "
            + e.getMessage()
            + "; point java.io.tmpdir to a folder with room",
        e);
  }

  void add(Sha256 leaf) {
    buffer.put(leaf.octets());
    if (!buffer.hasRemaining()) {
      flush();
    }
  }

  private void flush() {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        written += file.write(buffer, written);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    buffer.clear();
  }

  /** Forgets everything: another log begins. */
  void clear() {
    buffer.clear();
    written = 0;
  }

  @Override
  public List<Sha256> leaves(long from, int count) {
    flush();
    ByteBuffer read = ByteBuffer.allocate(count * Sha256.LENGTH);
    try {
      long at = from * Sha256.LENGTH;
      while (read.hasRemaining() && at + read.position() < written) {
        file.read(read, at + read.position());
      }
    } catch (IOException e) {
      throw failed(e);
    }
    read.flip();
    List<Sha256> leaves = new ArrayList<>(count);
    byte[] leaf = new byte[Sha256.LENGTH];
    while (read.remaining() >= leaf.length) {
      read.get(leaf);
      leaves.add(Sha256.wrap(leaf));
    }
    return leaves;
  }

  @Override
  public List<Sha256> nodes(int level, long from, int count) {
    List<Sha256> nodes = new ArrayList<>(count);
    for (long index = from; index < from + count; index++) {
      nodes.add(node(level, index));
    }
    return nodes;
  }

  private Sha256 node(int level, long index) {
    MerkleFrontier tree = MerkleFrontier.EMPTY;
    int tiles = 1 << (AuditNode.HEIGHT * (level - 1));
    for (long tile = index * tiles; tile < (index + 1) * tiles; tile++) {
      for (Sha256 leaf : leaves(tile * TILE, TILE)) {
        tree = tree.append(leaf);
      }
    }
    return tree.root();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
