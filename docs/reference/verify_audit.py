#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A second verifier of HermesX audit bundles, written from audit-format.md and formats.md alone.

It prints one JSON object for each finding and exits as the page says. Standard library only. It verifies Ed25519; of
ML-DSA-44 signatures it only sees whether they are there, and says so.
"""
import argparse, base64, hashlib, json, re, sys
from collections import defaultdict

LOG_OF_LOGS, LONGEST = "84dae6a0-0000-0000-0000-000000000000", 1 << 22  # the id is computed below
sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
u64 = lambda n: (n % 2**64).to_bytes(8, "big")
b64u = lambda octets: base64.urlsafe_b64encode(octets).decode().rstrip("=")
name = bytearray(sha(b"hermesx/tenant-name/v1\0hermesx:installation")[:16])
name[6], name[8] = name[6] & 15 | 128, name[8] & 63 | 128
LOG_OF_LOGS = re.sub("(.{8})(....)(....)(....)", r"\1-\2-\3-\4-", name.hex())
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class Refused(Exception):
    pass


def octets(text):
    """The one spelling of padded base64."""
    try:
        decoded = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("base64")
    if base64.b64encode(decoded) != (text if isinstance(text, bytes) else text.encode()):
        raise Refused("base64")
    return decoded


# --- Ed25519, RFC 8032 ---
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    total = (0, 1, 1, 0)
    while n:
        total, point, n = add(total, point) if n & 1 else total, add(point, point), n >> 1
    return total


def point(octs):
    """A point in its one encoding and in the group of prime order; None if it is none."""
    y, sign = int.from_bytes(octs, "little") & (1 << 255) - 1, octs[31] >> 7
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    x = x if x * x % P == xx else x * ROOT % P
    if y >= P or x * x % P != xx or (x == 0):
        return None
    x = P - x if x & 1 != sign else x
    found, zero = (x, y, 1, x * y % P), times(L, (x, y, 1, x * y % P))
    return found if zero[0] == 0 and (zero[1] - zero[2]) % P == 0 else None


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(key, message, signature):
    if len(signature) != 64:
        return False
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if not a or not r or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    one, other = times(s, BASE), add(r, times(k, a))
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 == (one[1] * other[2] - other[1] * one[2]) % P


# --- headers: formats.md, "The header"; the first thing wrong from the left decides ---
class Header:
    def __init__(self, data):
        self.data, self.at, self.values = data, 0, {}
        self.require(len(data) <= 8192, "not-allowed")
        self.values = self.members(HEADER)
        self.require(self.at == len(data))

    def require(self, holds, what="not-canonical"):
        if not holds:
            raise Refused("header-" + what)

    def take(self, chars=None):
        self.require(self.at < len(self.data) and (not chars or self.data[self.at] in chars))
        self.at += 1
        return self.data[self.at - 1]

    def string(self):
        self.take(b'"')
        text = ""
        while (c := self.take()) != 34:
            self.require(32 < c < 127)
            text += chr(self.take(b'"\\') if c == 92 else c)
        return text

    def form(self, pattern):
        text = self.string()
        self.require(re.fullmatch(pattern, text, re.S), "not-allowed")
        return text

    def whole(self, least, most=2**53 - 1):
        sign = self.data[self.at:self.at + 1] == b"-"
        digits = re.match(rb"[0-9]{0,17}", self.data[self.at + sign:self.at + sign + 17]).group()
        self.require(0 < len(digits) < 17 and (digits[0] != 48 or digits == b"0" and not sign))
        self.at += sign + len(digits)
        value = -int(digits) if sign else int(digits)
        self.require(least <= value <= most, "not-allowed")
        return value

    def rows(self, row, most):
        self.take(b"[")
        rows = []
        while True:
            self.require(len(rows) < most, "not-allowed")
            rows.append(row(self))
            if self.take(b",]") == 93:
                return rows

    def table(self, value):
        self.take(b"{")
        found, last = {}, ""
        while True:
            key = self.string()
            self.take(b":")
            self.require(re.fullmatch("[a-z][a-z0-9_.]{0,63}", key) and len(found) < 64, "not-allowed")
            self.require(key > last)
            found[key], last = value(self), key
            if self.take(b",}") == 125:
                return found

    def members(self, shapes):
        self.take(b"{")
        found, last = {}, ""
        while True:
            mark, key = self.at, self.string()
            self.take(b":")
            self.require(key in shapes, "not-allowed")
            self.require(key > last and self.data[mark:self.at] == b'"%s":' % key.encode())
            found[key], last = shapes[key][0](self), key
            if self.take(b",}") == 125:
                break
        self.require(all(key in found for key in shapes if shapes[key][1]), "not-allowed")
        return found


token = lambda h: h.form(".{1,512}")
uuid = lambda h: h.form(UUID)
digest = lambda h: h.form("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
count, number, one = (lambda h: h.whole(0)), (lambda h: h.whole(1 - 2**53)), (lambda h: h.whole(1, 1))
scalar = lambda h: token(h) if h.data[h.at:h.at + 1] == b'"' else number(h)
some = lambda shapes: (lambda h: h.members(shapes))
must = lambda **shapes: {k: (v, True) for k, v in shapes.items()}
may = lambda **shapes: {k: (v, False) for k, v in shapes.items()}
writer = some(must(counter=count, instance=token))
HEADER = {
    **may(**{k: token for k in """actor agent agent_version approver call_id code credential decision effect model
    model_served on_behalf_of outcome parent_id policy_rule policy_version price_version replay_of resource run_id
    sandbox server session_id skill span_id stage subject tool trace_id""".split()}),
    **may(approval_id=uuid, receipt_id=uuid, reservation_id=uuid, call_commitment=digest, result_commitment=digest,
          tool_pin=digest, latency_us=count, input_tokens=count, cached_tokens=count, output_tokens=count,
          nano_usd=number, signals=lambda h: h.rows(token, 64), producer=writer, detail=lambda h: h.table(scalar),
          verdicts=lambda h: h.rows(some(must(stage=token, verdict=token, us=count)), 64),
          body=lambda h: h.rows(some({**must(path=token, ct_sha256=digest, len=count),
                                      **may(dek_ref=token, key_commit=digest, media=token)}), 16),
          redaction=some({**must(profile=token, ruleset_sha256=digest), **may(counts=lambda h: h.table(count))})),
    **must(v=one, event_id=uuid, ts_us=number, type=token, origin=token, seq=count, prev=digest, rec_ts_us=number,
           writer=writer)}

# --- lines of a bundle: one pattern each ---
FORMS = {"N": "(0|[1-9][0-9]{0,15})", "I": "(0|-?[1-9][0-9]{0,15})", "L": "([1-7])", "U": '"(%s)"' % UUID,
         "S": r'"((?:[!#-\[\]-~]|\\["\\])*)"', "B": '"([A-Za-z0-9+/=]*)"'}
LINES = {kind: (re.compile('{"kind":"%s"%s}' % (kind, "".join(',"%s":%s' % (m[2:], FORMS.get(m[0], m[0]))
                                                              for m in members.split()))),
                [m[0] for m in members.split() if m[0] in FORMS]) for kind, members in {
    "bundle": "1:v S:installation", "log": "S:origin", "entry": "N:seq U:event_id B:leaf B:header",
    "body": "N:seq S:path B:ciphertext", "node": "L:level N:index B:hash", "checkpoint": "N:size B:note",
    "anchor": "N:size S:name B:receipt",
    "head": "S:origin N:size B:previous B:frontier I:last_recorded_us",
    "end": "N:logs N:entries N:bodies N:nodes N:checkpoints N:anchors"}.items()}
READ = {"N": int, "I": int, "L": int, "U": str, "S": lambda text: re.sub(r"\\(.)", r"\1", text), "B": octets}
RANK = {"entry": 0, "body": 1, "node": 2, "checkpoint": 3, "anchor": 4}


def line_of(data):
    text = data.decode("ascii", "replace")
    pattern, forms = LINES.get(text[9:max(9, text.find('"', 9))], (re.compile("(?!)"), ()))
    match = pattern.fullmatch(text)
    if not match or len(data) > LONGEST:
        raise Refused("line")
    values = [READ[form](value) for form, value in zip(forms, match.groups())]
    hashes = {"entry": values[2:3], "node": values[2:], "head": values[2:3]}.get(text[9:text.find('"', 9)], [])
    if any(len(value) != 32 for value in hashes) or any(v >= 2**53 for v in values if isinstance(v, int)):
        raise Refused("line")
    return text[9:text.find('"', 9)], values


# --- trust: the policy, checkpoints ---
def keys_of(policy):
    """Generations as ({id-and-name: (type, public key)}, required types, digest)."""
    generations = []
    for line in policy.split("\n")[1:-1]:
        if line.startswith("generation requires "):
            types = {"ed25519": 1, "ml-dsa-44": 6}
            generations.append(({}, {types[label] for label in line[20:].split(" ")}, []))
        else:
            key_name, key_id, key = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+(.+)", line).groups()
            raw = octets(key)
            assert sha(key_name.encode() + b"\n" + raw)[:4].hex() == key_id, "key id"
            generations[-1][0][key_name, key_id] = raw
            generations[-1][2].append(line + "\n")
    return [(k, r, b64u(sha(b"hermesx/audit/keys/v1\0" + "".join(t).encode()))) for k, r, t in generations]


def note_of(data):
    """(origin, size, root, text, [(name, id, signature)]) of a checkpoint's note."""
    try:
        text = data.decode("utf-8")
    except ValueError:
        raise Refused("checkpoint-not-readable")
    match = re.fullmatch("([^\n]{1,255})\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^ +\n]+ [^ \n]+\n){1,16})",
                         text)
    if not match or len(data) > 1 << 17 or re.search("[\0-\x09\x0b-\x1f\x7f-\x9f]", text):
        raise Refused("checkpoint-not-readable")
    try:
        root, lines = octets(match[3]), []
        for line in match[4].split("\n")[:-1]:
            raw = octets(line.split(" ")[2])
            if len(raw) < 5:
                raise Refused("signature")
            lines.append((line.split(" ")[1], raw[:4].hex(), raw[4:]))
    except Refused:
        raise Refused("checkpoint-not-readable")
    if (match[2] == "0") != (root == sha()):
        raise Refused("checkpoint-not-readable")
    return match[1], int(match[2]), root, text[:text.rindex("\n\n") + 1], lines


class Verifier:
    def __init__(self, args):
        self.policy = keys_of(open(args.policy, encoding="utf-8").read()) if args.policy else None
        self.args, self.found, self.line, self.counts = args, set(), 0, defaultdict(int)
        self.outside, self.claims, self.anchored_places, self.tenant, self.log = {}, {}, 0, None, None
        self.ended, self.open_tail, self.mldsa, self.head_seen = False, 0, 0, False

    def add(self, code, seq, log=None):
        if (log, seq, code) not in self.found:
            self.found.add((log, seq, code))
            print(json.dumps({"log": log or "", "seq": seq, "code": code}))

    def know(self, kind, origin, size, root, place=0):
        if re.fullmatch(re.escape(self.installation) + "/" + UUID, origin):
            self.outside.setdefault(origin[-36:], []).append((size, root, kind, place))

    def begin(self, installation):
        if len(installation) > 128 or not re.fullmatch(r"[a-z0-9]([a-z0-9./_-]*[a-z0-9])?", installation):
            raise Refused("installation")
        self.installation = installation
        for file in self.args.since:
            self.know("trusted", *note_of(open(file, "rb").read())[:3])
        for file in self.args.anchors:
            self.anchor_file(open(file, "rb").read())

    def anchor_file(self, data):
        before, place, gap = sha(b"hermesx/audit/anchor/v1\0"), 0, False
        for i, line in enumerate(data.split(b"\n")[:-1]):
            m = re.fullmatch(rb"(0|[1-9][0-9]*) (.+) (0|[1-9][0-9]*) ([A-Za-z0-9+/]{43}=) ([A-Za-z0-9+/]{43}=)", line)
            try:
                root, own = octets(m[4]), octets(m[5])
            except (Refused, TypeError):
                self.add("anchor-not-readable", i)
                gap, place = True, place + 1
                continue
            follows = sha(b"hermesx/audit/anchor/v1\0", before, line[:-45]) == own
            if int(m[1]) != place or not gap and not follows:
                self.add("anchor-not-readable", i)
            self.know("anchor", m[2].decode(), int(m[3]), root, int(m[1]))
            before, place, gap = own, int(m[1]) + 1, False

    # --- one log ---
    def log_line(self, origin):
        self.end_log()
        if not re.fullmatch(re.escape(self.installation) + "/" + UUID, origin):
            raise Refused("log")
        tenant, first = origin[-36:], origin.endswith(LOG_OF_LOGS)
        if self.tenant and (first or self.tenant != LOG_OF_LOGS and tenant <= self.tenant):
            raise Refused("order of logs")
        self.tenant, self.log, self.size, self.stack, self.leaf, self.ids = tenant, origin, 0, [], None, {}
        self.expected, self.recorded, self.writers, self.unread, self.nodes, self.bodies = 0, None, {}, False, {}, []
        self.said, self.generation, self.handover, self.signed, self.anchored = None, None, None, 0, 0
        self.seq, self.place, self.rank, self.head_seen = -1, 0, 0, False
        if not first:
            self.missing(lambda other: other < tenant and other != LOG_OF_LOGS)
        self.known = sorted(self.outside.pop(tenant, []) + (self.claims.pop(tenant, []) if not first else []))
        self.known = [k for k in self.known if k[0] > 0]

    def entry(self, seq, event, leaf, header):
        fault = lambda wrong, code: self.add(code, seq, self.log) if wrong else None
        self.end_bodies()
        self.end_nodes()
        fault(seq > self.expected, "seq-gap")
        fault(seq < self.expected, "seq-repeated")
        self.expected, self.seq = seq + 1, seq
        fault(event in self.ids, "id-repeated")
        self.ids[event] = seq
        own = sha(b"\0", header)
        fault(own != leaf, "leaf-mismatch")
        try:
            h = Header(header).values
            self.header(h, seq, event, fault)
        except Refused as refused:
            fault(True, str(refused))
            h, self.unread, self.recorded = {}, True, None
            self.writers.clear()
        self.leaf, node, self.size, span = own, own, self.size + 1, 1
        while self.size % (2 * span) == 0:
            node, span = sha(b"\1", self.stack.pop(), node), 2 * span
            level = (span.bit_length() - 1) / 8
            if level == int(level):
                self.nodes[int(level), self.size // span - 1] = node
        self.stack.append(node)
        self.bodies = [(b["path"], b["ct_sha256"], b["len"]) for b in h.get("body", [])]
        detail = h.get("detail", {})
        if h.get("type") == "audit.key.rotated" and self.policy and isinstance(detail.get("keys"), str):
            self.rotated(detail["keys"], seq)
        if h.get("type") == "audit.log.checkpoint" and self.tenant == LOG_OF_LOGS:
            root, size, of = detail.get("root"), detail.get("size"), h.get("resource", "")
            if isinstance(root, str) and isinstance(size, int) and size >= 0 and re.fullmatch(UUID, of):
                if re.fullmatch("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]", root):
                    root = base64.urlsafe_b64decode(root + "=")
                    self.claims.setdefault(of, []).append((size, root, "installation", seq))
        while self.known and self.known[0][0] <= self.size:
            size, root, kind, place = self.known.pop(0)
            if root != self.root():
                self.add(kind + "-root-mismatch", size, self.log)
            elif kind != "installation" or place < self.anchored_places:
                self.anchored = self.size

    def header(self, h, seq, event, fault):
        fault(h["seq"] != seq, "seq-mismatch")
        fault(h["event_id"] != event, "id-mismatch")
        fault(h["origin"] != self.log, "origin-mismatch")
        fault(self.recorded is not None and h["rec_ts_us"] <= self.recorded, "time-not-advancing")
        self.recorded = h["rec_ts_us"]
        if seq == 0:
            name = self.log.encode()
            keys = [b""] + ["{}+{}+{}".format(*k, base64.b64encode(v).decode()).encode()
                            for g in self.policy or [] for k, v in g[0].items()]
            starts = {b64u(sha(b"hermesx/audit/genesis/v1\0", u64(len(name)), name, u64(h["rec_ts_us"]),
                               u64(len(key)), key)): key for key in keys}
            fault(h["prev"] not in starts, "genesis-mismatch")
            begun = starts.get(h["prev"])
            self.generation = next((n for n, g in enumerate(self.policy or []) for k, v in g[0].items()
                                    if "{}+{}+{}".format(*k, base64.b64encode(v).decode()).encode() == begun), None)
        elif self.leaf:
            fault(h["prev"] != b64u(self.leaf), "previous-mismatch")
        instance, counter = h["writer"]["instance"], h["writer"]["counter"]
        before = self.writers.get(instance)
        fault(counter != before + 1 if before is not None else counter and not self.unread, "writer-gap")
        self.writers[instance] = counter

    def root(self):
        node = self.stack[-1] if self.stack else sha()
        for left in self.stack[-2::-1]:
            node = sha(b"\1", left, node)
        return node

    def body(self, seq, path, ciphertext):
        named = next((b for b in self.bodies if seq == self.seq and b[0] == path), None)
        if not named:
            return self.add("body-not-named", seq, self.log)
        self.bodies.remove(named)
        if named[1:] != (b64u(sha(b"hermesx/audit/body/v1\0", u64(len(ciphertext)), ciphertext)), len(ciphertext)):
            self.add("body-mismatch", seq, self.log)

    def end_bodies(self):
        for _ in self.bodies:
            self.add("body-missing", self.seq, self.log)
        self.bodies = []

    def node(self, level, index, stored):
        self.end_bodies()
        complete, own = (index + 1) << 8 * level, self.nodes.pop((level, index), None)
        if own != stored:
            early = own is None and complete > self.size
            self.add("node-not-complete" if early else "node-mismatch", complete - 1, self.log)

    def end_nodes(self):
        for level, index in self.nodes:
            self.add("node-mismatch", ((index + 1) << 8 * level) - 1, self.log)
        self.nodes = {}

    def checkpoint(self, kept, data):
        self.end_bodies()
        self.end_nodes()
        try:
            origin, size, root, text, lines = note_of(data)
        except Refused as refused:
            return self.add(str(refused), kept, self.log)
        if origin != self.log or size != kept:
            if origin != self.log:
                self.add("checkpoint-origin-mismatch", kept, self.log)
            return self.add("checkpoint-size-mismatch", kept, self.log) if size != kept else None
        if self.said and self.said[0] == size and self.said[1] != root:
            self.add("checkpoint-contradicted", size, self.log)
        self.said, holds = (size, root), size == self.size and root == self.root()
        if not holds:
            self.add("checkpoint-beyond-log" if size > self.size else "checkpoint-root-mismatch", size, self.log)
        if self.policy and self.trusted(size, text.encode(), lines) and holds:
            self.signed = size

    # --- who signed ---
    def rotated(self, keys, seq):
        self.require_handover(2**63)
        to = next((i for i, g in enumerate(self.policy) if g[2] == keys), None)
        if not to or self.generation is not None and to != self.generation + 1:
            return self.add("rotation-not-trusted", seq, self.log)
        self.generation, self.handover = to, seq + 1

    def require_handover(self, size):
        if self.handover is not None and self.handover < size:
            self.add("rotation-not-signed", self.handover - 1, self.log)
            self.handover = None

    def trusted(self, size, text, lines):
        self.require_handover(size)
        good, bad = set(), False
        for number, (keys, required, _) in enumerate(self.policy):
            types = set()
            for (key_name, key_id), key in keys.items():
                own = [s for n, i, s in lines if (n, i) == (key_name, key_id)]
                self.mldsa += len(own) if key[0] == 6 else 0
                wrong = own and (len(own) > 1 or key[0] == 1 and not ed25519(key[1:], text, own[0]))
                bad = bad or bool(wrong)
                types |= {key[0]} if own and not wrong else set()
            if required <= types:
                good.add(number)
        good = set() if bad else good
        if self.generation is None:
            self.generation = min(good, default=None)
        mine = -1 if self.generation is None else self.generation
        code = None
        if bad:
            code = "signature-invalid"
        elif self.handover == size and not {mine, mine - 1} <= good:
            code = "rotation-not-signed"
        elif mine not in good:
            code = "signature-missing" if not good else \
                "signature-key-not-current" if min(good) < mine else "rotation-not-recorded"
        if code:
            self.add(code, size, self.log)
        if self.handover is not None and size >= self.handover:
            self.handover = None
        return not code

    def head(self, origin, size, previous, frontier, recorded):
        self.end_bodies()
        self.end_nodes()
        self.head_seen = True
        for wrong, code in ((size < self.size, "entry-beyond-head"), (origin != self.log, "head-origin-mismatch"),
                            (size != self.size, "head-size-mismatch"),
                            (frontier != b"".join(self.stack), "head-frontier-mismatch"),
                            (self.leaf and previous != self.leaf, "head-previous-mismatch"),
                            (self.recorded not in (None, recorded), "head-time-mismatch")):
            if wrong:
                self.add(code, size, self.log)

    def end_log(self):
        if not self.log:
            return
        self.end_bodies()
        self.end_nodes()
        if not self.size:
            self.add("nothing-to-verify", 0, self.log)
        elif not self.head_seen:
            self.add("head-missing", self.size, self.log)
        for size, _, kind, _ in self.known:
            self.add("log-behind-" + kind, size, self.log)
        if self.tenant == LOG_OF_LOGS:
            self.anchored_places = self.anchored
        self.open_tail = max(self.open_tail, self.size - self.signed, self.size - self.anchored)
        self.log = None

    def missing(self, gone):
        for known in (self.outside, self.claims):
            for tenant in [tenant for tenant in known if gone(tenant)]:
                self.add("log-missing", min(known.pop(tenant))[0], self.installation + "/" + tenant)

    # --- the bundle ---
    def take(self, data):
        self.line += 1
        kind, values = line_of(data)
        if self.ended or (self.line == 1) != (kind == "bundle") or kind in RANK and (not self.log or self.head_seen):
            raise Refused("order")
        if kind == "head" and (not self.log or self.head_seen):
            raise Refused("order")
        if kind in RANK:
            place = values[0] + 1 if kind in ("entry", "body") else values[0]
            place = (values[1] + 1) << 8 * values[0] if kind == "node" else place
            if kind != "entry" and (place, RANK[kind]) < (self.place, self.rank):
                raise Refused("order")
            self.place, self.rank = place, RANK[kind]
        self.counts[kind] += 1
        if kind == "end":
            self.end_log()
            self.ended = True
            kinds = ("log", "entry", "body", "node", "checkpoint", "anchor")
            if values != [self.counts[kind] for kind in kinds]:
                self.add("bundle-count-mismatch", self.line)
        elif kind != "anchor":
            {"bundle": self.begin, "log": self.log_line, "entry": self.entry, "body": self.body, "node": self.node,
             "checkpoint": self.checkpoint, "head": self.head}[kind](*values)

    def run(self, stream):
        readable = True
        for data in stream:
            if data.endswith(b"\n"):
                try:
                    self.take(data[:-1])
                except Refused:
                    self.add("bundle-not-readable", self.line)
                    readable = False
                    break
        if readable and not self.ended:
            self.add("bundle-cut", self.line)
        if readable and not self.counts["entry"]:
            self.add("nothing-to-verify", 0)
        if readable and self.ended:
            self.missing(lambda tenant: True)
        codes = {code for _, _, code in self.found}
        if codes - {"body-missing", "bundle-cut", "nothing-to-verify", "bundle-not-readable"}:
            return 1
        return 3 if not readable else 2 if codes or not self.policy or self.open_tail > self.args.tail else 0


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--policy")
    options.add_argument("--anchors", action="append", default=[])
    options.add_argument("--since", action="append", default=[])
    options.add_argument("--tail", type=int, default=0)
    options.add_argument("bundle")
    options = options.parse_args()
    verifier = Verifier(options)
    code = verifier.run(open(options.bundle, "rb") if options.bundle != "-" else sys.stdin.buffer)
    print("%d ML-DSA-44 signatures were not verified" % verifier.mldsa, file=sys.stderr)
    sys.exit(code)
