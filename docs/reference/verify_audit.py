#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A second verifier of HermesX audit bundles, written from audit-format.md and formats.md alone.

It prints a JSON object for each finding and exits as the page says. It needs the standard library, audit_reader.py,
audit_trust.py and ed25519.py. Of a log's ML-DSA-44 signatures it only sees whether they are there, and says so; such a cosignature of a
witness does not count, and neither does a time-stamp token.
"""
import argparse, base64, functools, json, os, re, sys
from collections import Counter
sys.dont_write_bytecode = True
from audit_reader import (
    BUNDLE, DIGEST, LOG_OF_LOGS, MOST_LINE, RANKS, UUID, Refused, b64u, genesis, header_of, line_of, note_of, require, sha, sized)
from audit_trust import Trust


class Verifier:
    def __init__(self, options):
        self.options, self.found, self.counts, self.line, self.trust = options, set(), Counter(), 0, Trust(options)
        self.seen = set()  # the tenants whose logs are there or known to be missing
        self.policy = self.trust.policy
        self.outside, self.claims = {}, {}  # what is known of each tenant's log: from elsewhere, by the log of logs
        self.tenant, self.origin, self.has_head, self.ended, self.bodies, self.nodes = "", "", False, False, [], {}
        self.anchored_places, self.open_tail, self.waiting = 0, 0, None

    def check(self, at, log=None, **codes):
        """Adds the codes that are true."""
        for finding in [(log or self.origin, at, code.replace("_", "-")) for code in codes if codes[code]]:
            if finding not in self.found:
                print(json.dumps(dict(zip(("log", "seq", "code"), finding))))
            self.found.add(finding)

    def run(self, stream):
        refused, length = False, 0
        try:
            for part in iter(lambda: stream.readline(MOST_LINE + 1), b""):
                length += len(part)
                if part.endswith(b"\n"):  # octets behind the last newline are no line, however many
                    self.take(part[:-1], length - 1)
                    length = 0
        except Refused:
            refused = True
        self.origin = ""
        self.check(self.line, bundle_not_readable=refused, bundle_cut=not refused and not self.ended)
        self.check(0, nothing_to_verify=not refused and not self.counts["entry"])
        if self.ended and not refused:
            self.missing()
            none = self.options.tenant not in (None, *self.seen)
            self.check(0, self.installation + "/%s" % self.options.tenant, nothing_to_verify=none)
        codes = {code for _, _, code in self.found}
        codes -= {"witness-quorum-missing"}  # what it leaves unanchored counts
        if codes - {"body-missing", "bundle-cut", "nothing-to-verify", BUNDLE}:
            return 1
        proven = self.policy and not self.trust.unseen and self.open_tail <= self.options.tail
        return 3 if refused else 2 if codes or not proven else 0

    def take(self, line, length):
        self.line += 1
        require(length <= MOST_LINE, BUNDLE)
        kind, values = line_of(line)
        require(not self.ended and (self.line == 1) == (kind == "bundle"), BUNDLE)
        require(kind in ("bundle", "log", "end") or self.origin and not self.has_head, BUNDLE)
        if kind in RANKS:
            place = (values[1] + 1) << 8 * values[0] if kind == "node" else values[0] + (kind in ("entry", "body"))
            require(kind == "entry" or 2**63 > place and (place, RANKS[kind]) >= self.place, BUNDLE)
            self.place = place, RANKS[kind]
        self.counts[kind] += 1
        if kind != "body" and self.bodies:
            self.check(self.seq, body_missing=True)
            self.bodies = []
        for level, index in [*self.nodes] if kind not in ("body", "node") else []:
            self.node(level, index, b"")
        getattr(self, kind)(*values)

    def bundle(self, _, installation):
        require(re.fullmatch(r"(?=.{1,128}$)[a-z0-9]([a-z0-9./_-]*[a-z0-9])?", installation), BUNDLE)
        self.installation, self.name = installation, re.compile(re.escape(installation) + "/(%s)" % UUID)
        for origin, size, root in self.trust.since:
            self.check(size, checkpoint_origin_mismatch=not self.know("trusted", origin, size, root))
        for number, said, place, follows in self.trust.anchored():
            self.check(number, anchor_not_readable=not follows)
            if said:
                self.know("anchor", *said, place)

    def know(self, kind, origin, size, root, place=0):
        match = self.name.fullmatch(origin)
        if match:
            self.outside.setdefault(match[1], []).append((size, root, kind, place))
        return match

    def log(self, origin):
        self.end_log()
        match = self.name.fullmatch(origin)
        require(match, BUNDLE)
        tenant, first = match[1], match[1] == LOG_OF_LOGS
        require(not self.tenant or not first and (self.tenant == LOG_OF_LOGS or self.tenant < tenant), BUNDLE)
        self.missing(tenant) if not first else None
        known = self.outside.pop(tenant, []) + ([] if first else self.claims.pop(tenant, []))
        self.known = sorted((root for root in known if root[0] > 0), reverse=True)
        self.seen.add(tenant)
        self.tenant, self.origin, self.place, self.has_head = tenant, origin, (0, 0), False
        self.size, self.stack, self.leaf, self.seq, self.ids, self.recorded = 0, [], None, -1, set(), None
        self.writers, self.unread, self.said, self.generation, self.handover = {}, False, None, None, 0
        self.signed, self.anchored, self.held, self.cosigned, self.too_few = 0, 0, None, {}, 0

    def end_log(self):
        if self.origin:
            self.check(0, nothing_to_verify=not self.size)
            self.check(self.size, head_missing=self.size and not self.has_head)
            for size, _, kind, _ in self.known:
                self.check(size, **{"log-behind-" + kind: True})
            self.check(self.too_few, witness_quorum_missing=self.too_few > self.anchored)
            self.anchored_places = self.anchored if self.tenant == LOG_OF_LOGS else self.anchored_places
            self.open_tail = max(self.open_tail, self.size - self.signed, self.size - self.anchored)
        self.origin = ""

    def missing(self, before=None):
        """The logs that would have come before that of this tenant; all of them, the log of logs too, in the end."""
        if self.waiting is None:  # once: what the log of logs says of others is known, and the logs come in ascending order
            self.waiting = sorted({*self.outside, *self.claims}, key=lambda one: (one == LOG_OF_LOGS, one), reverse=True)
        while self.waiting and (not before or LOG_OF_LOGS != self.waiting[-1] < before):
            tenant = self.waiting.pop()
            wanted = self.options.tenant in (None, tenant) or tenant == LOG_OF_LOGS
            for known in [known.pop(tenant) for known in (self.outside, self.claims) if tenant in known]:
                self.seen.add(tenant)
                self.check(min(known)[0], self.installation + "/" + tenant, log_missing=wanted)

    def end(self, *counts):
        self.end_log()
        self.ended = True
        own = [self.counts[kind] for kind in ("log", "entry", "body", "node", "checkpoint", "anchor")]
        self.check(self.line, bundle_count_mismatch=list(counts) != own)

    def entry(self, seq, event, leaf, header):
        own, expected = sha(b"\0", header), self.seq + 1
        self.check(seq, seq_gap=seq > expected, seq_repeated=seq < expected, id_repeated=event in self.ids,
                   leaf_mismatch=own != leaf)
        self.ids.add(event)
        try:
            h = header_of(header.decode("latin-1"))
            self.chain(h, seq, event)
        except Refused as refused:
            self.check(seq, **{str(refused): True})
            h, self.recorded, self.writers, self.unread = {}, None, {}, True
        self.leaf, self.seq, self.size, node, level = own, seq, self.size + 1, own, 0
        while self.size % (2 << level) == 0:
            node, level = sha(b"\1", self.stack.pop(), node), level + 1
            if level in range(8, 57, 8):
                self.nodes[level // 8, (self.size >> level) - 1] = node
        self.stack.append(node)
        self.bodies = [(body["path"], body["ct_sha256"], body["len"]) for body in h.get("body", [])]
        self.special(h.get("type"), h.get("resource", ""), h.get("detail", {}))
        while self.known and self.known[-1][0] <= self.size:
            size, root, kind, place = self.known.pop()
            self.check(size, **{kind + "-root-mismatch": root != self.root()})
            if root == self.root() and (kind != "installation" or place < self.anchored_places):
                self.anchored = self.size

    def chain(self, h, seq, event):
        at, before, writer, counter = h["rec_ts_us"], self.recorded, h["writer"]["instance"], h["writer"]["counter"]
        self.check(seq, seq_mismatch=h["seq"] != seq, id_mismatch=h["event_id"] != event,
                   origin_mismatch=h["origin"] != self.origin, time_not_advancing=before is not None and at <= before)
        if seq == 0:
            begun = [number for number, generation in enumerate(self.policy) for key in generation.keys
                     if h["prev"] == genesis(self.origin, at, key.vkey)]
            self.generation = begun[0] if begun and not self.size else self.generation
            self.check(seq, genesis_mismatch=not begun and h["prev"] != genesis(self.origin, at, ""))
        else:
            self.check(seq, previous_mismatch=self.leaf and h["prev"] != b64u(self.leaf))
        gap = counter != self.writers[writer] + 1 if writer in self.writers else counter > 0 and not self.unread
        self.check(seq, writer_gap=gap)
        self.writers[writer], self.recorded = counter, at

    def special(self, kind, resource, detail):
        if kind == "audit.key.rotated" and self.policy and isinstance(detail.get("keys"), str):
            self.require_handover(2**63)
            to = next((n for n, generation in enumerate(self.policy) if generation.digest == detail["keys"]), 0)
            trusted = to > 0 and self.generation in (None, to - 1)
            self.check(self.seq, rotation_not_trusted=not trusted)
            self.generation, self.handover = (to, self.seq + 1) if trusted else (self.generation, 0)
        root, size = str(detail.get("root")), detail.get("size")
        if kind == "audit.log.checkpoint" and self.tenant == LOG_OF_LOGS and isinstance(size, int) and size >= 0:
            if re.fullmatch(DIGEST, root) and re.fullmatch(UUID, resource):
                said = size, base64.urlsafe_b64decode(root + "="), "installation", self.seq
                self.claims.setdefault(resource, []).append(said)

    def root(self):
        return functools.reduce(lambda right, left: sha(b"\1", left, right), self.stack[::-1]) if self.stack else sha()

    def body(self, seq, path, ciphertext):
        named = [body for body in self.bodies if seq == self.seq and body[0] == path]
        own = path, b64u(sha(b"hermesx/audit/body/v1\0", sized(ciphertext))), len(ciphertext)
        self.check(seq, body_not_named=not named, body_mismatch=named and named[0] != own)
        self.bodies.remove(named[0]) if named else None

    def node(self, level, index, stored):
        own, last = self.nodes.pop((level, index), None), ((index + 1) << 8 * level) - 1
        early = own is None and last >= self.size
        self.check(last, node_not_complete=early, node_mismatch=not early and own != stored)

    def head(self, origin, size, previous, frontier, recorded):
        self.has_head = True
        self.check(size, entry_beyond_head=size < self.size, head_size_mismatch=size != self.size,
                   head_origin_mismatch=origin != self.origin, head_frontier_mismatch=frontier != b"".join(self.stack),
                   head_previous_mismatch=self.leaf and previous != self.leaf,
                   head_time_mismatch=self.recorded not in (None, recorded))

    def checkpoint(self, kept, note):
        self.held = None
        try:
            origin, size, root, text, signatures = note_of(note)
        except Refused:
            return self.check(kept, checkpoint_not_readable=True)
        self.check(kept, checkpoint_origin_mismatch=origin != self.origin, checkpoint_size_mismatch=size != kept)
        if origin == self.origin and size == kept:
            holds, said, self.said = (size, root) == (self.size, self.root()), self.said, (size, root)
            self.check(size, checkpoint_contradicted=said and said[0] == size and said[1] != root,
                       checkpoint_beyond_log=size > self.size, checkpoint_root_mismatch=size <= self.size and not holds)
            signed = self.policy and self.is_signed(size, *self.trust.signers(text, signatures))
            self.signed = size if signed and holds else self.signed
            self.held = (size, text) if holds and (signed or not self.policy) else None

    def anchor(self, size, _, receipt):
        due = self.trust.witnesses and self.held and self.held[0] == size
        if not due or receipt[:4] != "\u2014 ".encode():
            return
        cosigned = self.cosigned.setdefault(size, set())
        try:
            for label, holds in self.trust.cosigned(self.held[1], receipt):
                self.check(size, witness_not_valid=not holds)
                cosigned |= {label} if holds else set()
        except Refused:
            return self.check(size, anchor_not_readable=True)
        if self.trust.enough(cosigned):
            self.anchored = max(self.anchored, size)
        elif cosigned:
            self.too_few = size

    def is_signed(self, size, wrong, acceptable):
        self.require_handover(size)
        self.generation = acceptable[0] if acceptable and self.generation is None else self.generation
        current = -1 if self.generation is None else self.generation
        code = ""
        if wrong:
            code = "signature-invalid"
        elif self.handover == size and not {current - 1, current} <= set(acceptable):
            code = "rotation-not-signed"
        elif not acceptable:
            code = "signature-missing"
        elif current not in acceptable:
            code = "signature-key-not-current" if acceptable[0] < current else "rotation-not-recorded"
        self.check(size, **{code: code})
        self.handover = 0 if size >= self.handover else self.handover
        return not code

    def require_handover(self, size):
        """A checkpoint of this size comes; one that hands over must not have been due before it."""
        self.check(self.handover - 1, rotation_not_signed=0 < self.handover < size)
        self.handover = 0 if self.handover < size else self.handover


def refuse(why):
    for number, stream, text in (2, sys.stderr, "cannot verify: %a\n" % str(why)), (1, sys.stdout, ""):
        try:
            stream.write(text)
            stream.flush()
        except (AttributeError, OSError):  # what it does not take, it does not take at the end either
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    sys.exit(3)


def of(form, kind):  # a type of option: what has the form
    return lambda text: kind(text) if re.fullmatch(form, text) else refuse(text + " is no value of this option")


def main():
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.error = refuse
    for option in ("--anchors", "--since"):
        parser.add_argument(option, action="append", default=[])
    parser.add_argument("--tail", type=of("[0-9]{1,18}", int), default=0)
    parser.add_argument("--tenant", type=of(UUID, str), help="of the others, only the log of logs need be there")
    parser.add_argument("--policy")
    parser.add_argument("--witnesses", help="a C2SP tlog-policy of witnesses")
    parser.add_argument("bundle")
    verifier = Verifier(parser.parse_args())
    code = verifier.run(sys.stdin.buffer if verifier.options.bundle == "-" else open(verifier.options.bundle, "rb"))
    print("%d ML-DSA-44 signatures were not verified" % verifier.trust.mldsa, file=sys.stderr)
    if verifier.trust.unseen:
        print("a generation requires ML-DSA-44 alone: of it nothing is proven here", file=sys.stderr)
    sys.stdout.flush()
    sys.exit(code)


if __name__ == "__main__":
    try:
        main()
    except Exception as why:  # whatever it is, it is no verdict
        refuse(why)
