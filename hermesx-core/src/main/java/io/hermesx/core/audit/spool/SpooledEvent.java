// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.spool;

import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A prepared event as a record of the spool: a version octet, tenant and event (16 octets each),
 * the header's octets, and for each body its path and ciphertext; each part after its length in
 * four octets. The spool checks that a record is what was written.
 */
final class SpooledEvent {

  private static final byte VERSION = 1;
  private static final int FIXED = 1 + 4 * Long.BYTES + 2 * Integer.BYTES;

  private SpooledEvent() {}

  static byte[] encode(PreparedEvent event) {
    int size = FIXED + event.octets().length;
    for (EventBody body : event.bodies()) {
      size += 2 * Integer.BYTES + body.path().length() + body.ciphertext().length;
    }
    ByteBuffer record = ByteBuffer.allocate(size).put(VERSION);
    put(record, event.tenant().value());
    put(record, event.id());
    put(record, event.octets());
    record.putInt(event.bodies().size());
    for (EventBody body : event.bodies()) {
      put(record, body.path().getBytes(StandardCharsets.US_ASCII));
      put(record, body.ciphertext());
    }
    return record.array();
  }

  static PreparedEvent decode(byte[] octets) {
    ByteBuffer record = ByteBuffer.wrap(octets);
    byte version = record.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an audit event in the spool has version " + version + ", allowed: " + VERSION);
    }
    TenantId tenant = new TenantId(uuid(record));
    UUID id = uuid(record);
    byte[] header = part(record);
    int count = record.getInt();
    List<EventBody> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String path = new String(part(record), StandardCharsets.US_ASCII);
      bodies.add(new EventBody(id, path, part(record)));
    }
    return new PreparedEvent(tenant, id, header, bodies);
  }

  private static void put(ByteBuffer record, UUID id) {
    record.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer record) {
    return new UUID(record.getLong(), record.getLong());
  }

  private static void put(ByteBuffer record, byte[] part) {
    record.putInt(part.length).put(part);
  }

  private static byte[] part(ByteBuffer record) {
    byte[] part = new byte[record.getInt()];
    record.get(part);
    return part;
  }
}
