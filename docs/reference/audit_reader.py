# SPDX-License-Identifier: Apache-2.0
"""What the octets of an audit bundle say, by audit-format.md and formats.md alone: lines, headers, checkpoints, and the
policies of trust and of witnesses. Whether it is true is for verify_audit.py."""
import base64, hashlib, json, re
from collections import namedtuple

sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
u64 = lambda n: (n % 2**64).to_bytes(8, "big")
sized = lambda octets: u64(len(octets)) + octets
b64u = lambda octets: base64.urlsafe_b64encode(octets).decode().rstrip("=")
genesis = lambda origin, micros, vkey: b64u(
    sha(b"hermesx/audit/genesis/v1\0", sized(origin.encode()), u64(micros), sized(vkey.encode())))
LOG_OF_LOGS = "85da2fed-9148-8014-b190-309cda1a1d26"  # the tenant id of the name hermesx:installation
MOST_LINE = 1 << 22  # octets of a line
RANKS = {"entry": 0, "body": 1, "node": 2, "checkpoint": 3, "anchor": 4}  # of lines of one place
STRING, WHOLE, TOKEN = r'"(?:[!#-\[\]-~]|\\["\\])*"', "(?:0|-?[1-9][0-9]{0,15})(?![0-9])", ".{1,512}"
DIGEST, UUID = "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]", "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
CONTROL = r"\0-\x1f\x7f-\x9f\ud800-\udfff"  # and what was no UTF-8
NAME, ORIGIN = r"[^+\s%s]+" % CONTROL, "[^%s]+" % CONTROL
BUNDLE, NOTE = "bundle-not-readable", "checkpoint-not-readable"


class Refused(Exception):
    """The message is the code of the finding."""


def require(holds, code):
    if not holds:
        raise Refused(code)


def octets(text, code=BUNDLE):
    """Padded base64 in its one spelling."""
    require(re.fullmatch("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?", text), code)
    require(base64.b64encode(base64.b64decode(text)).decode() == text, code)
    return base64.b64decode(text)


# --- Headers. A shape is the pattern of a string, (least, most) of a number, [shape, most] of an array, the members of
# an object (with ? if not required; * is any name), or SCALAR.
NUMBER, COUNT, SCALAR = (1 - 2**53, 2**53 - 1), (0, 2**53 - 1), object()
WRITER, VERDICT = {"counter": COUNT, "instance": TOKEN}, {"stage": TOKEN, "us": COUNT, "verdict": TOKEN}
BODY = {"ct_sha256": DIGEST, "dek_ref?": TOKEN, "key_commit?": DIGEST, "len": COUNT, "media?": TOKEN, "path": TOKEN}
HEADER = {
    **{name + "?": TOKEN for name in """actor agent agent_version approver call_id code credential decision effect
    model model_served on_behalf_of outcome parent_id policy_rule policy_version price_version replay_of resource
    run_id sandbox server session_id skill span_id stage subject tool trace_id""".split()},
    **{name + "?": COUNT for name in ("latency_us", "input_tokens", "cached_tokens", "output_tokens")},
    **{name + "?": DIGEST for name in ("call_commitment", "result_commitment", "tool_pin")},
    **{name + "?": UUID for name in ("approval_id", "receipt_id", "reservation_id")}, "nano_usd?": NUMBER,
    "signals?": [TOKEN, 64], "producer?": WRITER, "detail?": {"*": SCALAR}, "verdicts?": [VERDICT, 64],
    "body?": [BODY, 16], "redaction?": {"counts?": {"*": COUNT}, "profile": TOKEN, "ruleset_sha256": DIGEST},
    "event_id": UUID, "origin": TOKEN, "prev": DIGEST, "rec_ts_us": NUMBER, "seq": COUNT, "ts_us": NUMBER,
    "type": TOKEN, "v": (1, 1), "writer": WRITER}


def header_of(text):
    require(len(text) <= 8192, "header-not-allowed")
    value, end = value_of(text, 0, HEADER)
    require(end == len(text), "header-not-canonical")
    return value


def value_of(text, at, shape):
    """The value that starts there, and where it ends; from left to right, the first thing wrong decides."""
    def take(pattern):
        nonlocal at
        match = re.compile(pattern).match(text, at)
        require(match, "header-not-canonical")
        at = match.end()
        return match[0]

    if shape is SCALAR:
        shape = TOKEN if text.startswith('"', at) else NUMBER
    if isinstance(shape, (str, tuple)):
        value = json.loads(take(STRING if isinstance(shape, str) else WHOLE))
        allowed = re.fullmatch(shape, value) if isinstance(shape, str) else shape[0] <= value <= shape[1]
        require(allowed, "header-not-allowed")
    elif isinstance(shape, list):
        value, mark = [], take(r"\[")
        while mark != "]":
            require(len(value) < shape[1], "header-not-allowed")
            element, at = value_of(text, at, shape[0])
            value, mark = value + [element], take("[],]")
    else:
        value, last, mark = {}, "", take("{")
        while mark != "}":
            key = json.loads(take(STRING + ":")[:-1])
            member = shape.get("*") or shape.get(key) or shape.get(key + "?")
            named = member and re.fullmatch("[a-z][a-z0-9_.]{0,63}", key) and len(value) < 64
            require(named, "header-not-allowed")
            require(key > last, "header-not-canonical")
            value[key], at = value_of(text, at, member)
            last, mark = key, take("[,}]")
        require(all(key in value or key[-1] in "?*" for key in shape), "header-not-allowed")
    return value, at


# --- Lines of a bundle: the members of each kind, and their forms.
FORMS = {"one": "1", "level": "[1-7]", "count": "(?!-)" + WHOLE, "number": WHOLE, "text": STRING,
         "uuid": '"%s"' % UUID, "octets": '"[A-Za-z0-9+/=]*"', "hash": '"[A-Za-z0-9+/]{43}="'}
LINES = {kind: [member.split(":") for member in members] for kind, *members in map(str.split, (
    "bundle v:one installation:text", "log origin:text", "entry seq:count event_id:uuid leaf:hash header:octets",
    "body seq:count path:text ciphertext:octets", "node level:level index:count hash:hash",
    "checkpoint size:count note:octets", "anchor size:count name:text receipt:octets",
    "head origin:text size:count previous:hash frontier:octets last_recorded_us:number",
    "end logs:count entries:count bodies:count nodes:count checkpoints:count anchors:count"))}
PATTERNS = {kind: re.compile('{"kind":"%s"%s}' % (kind, "".join(',"%s":%s' % (n, FORMS[f]) for n, f in members)))
            for kind, members in LINES.items()}


def line_of(line):
    kind, text = line[9:max(9, line.find(b'"', 9))].decode("latin-1"), line.decode("latin-1")
    require(kind in LINES and len(line) <= 1 << 22 and PATTERNS[kind].fullmatch(text), BUNDLE)
    values = [octets(value) if form in ("octets", "hash") else value
              for (_, form), value in zip(LINES[kind], [*json.loads(text).values()][1:])]
    require(all(abs(value) < 2**53 for value in values if isinstance(value, int)), BUNDLE)
    require(kind != "head" or len(values[3]) % 32 == 0, BUNDLE)
    return kind, values


# --- The trust policy, and checkpoints.
Key, Generation = namedtuple("Key", "name id octets vkey"), namedtuple("Generation", "required digest keys")


def policy_of(text):
    form = "hermesx/audit/trust/v1\n(generation requires (ed25519|ml-dsa-44|ed25519 ml-dsa-44)\n(%s\n){1,2}){1,1000}"
    assert re.fullmatch(form % r"[^\s+]+\+[0-9a-f]{8}\+\S+", text), "the trust policy is none"
    generations = []
    for labels, *vkeys in [part.splitlines() for part in text.split("\ngeneration requires ")[1:]]:
        keys = [Key(*vkey.split("+")[:2], octets(vkey.split("+", 2)[2]), vkey) for vkey in vkeys]
        for key in keys:
            assert sha(key.name.encode(), b"\n", key.octets)[:4].hex() == key.id, "the id of the key " + key.vkey
        digest = b64u(sha(b"hermesx/audit/keys/v1\0", *((vkey + "\n").encode() for vkey in vkeys)))
        required = {{"ed25519": 1, "ml-dsa-44": 6}[label] for label in labels.split(" ")}
        types = [key.octets[0] for key in keys]
        assert required <= set(types) <= {1, 6} and types == sorted(set(types)), "not one key of each known type"
        generations.append(Generation(required, digest, keys))
    return generations


def witnesses_of(text):
    """The keys of a witness policy by their labels, and what says whether some of these labels are a quorum."""
    keys, groups, quorum, defined, members = {}, [], [], [b"none"], []
    assert text.endswith(b"\n") and not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", text), "a control character, or no last newline"
    for kind, *words in [words for words in map(bytes.split, text.split(b"\n")) if words and words[0][:1] != b"#"]:
        if kind == b"witness":
            assert len(words) in (2, 3), "a witness is a label, a vkey and perhaps a URL"
            name, key_id, raw = words[1].decode().split("+", 2)
            key = Key(name, key_id, octets(raw), words[1].decode())
            assert sha(name.encode(), b"\n", key.octets)[:4].hex() == key_id and key.octets[0] in (4, 6), key.vkey
            assert all(key.octets[1:] != other.octets[1:] for other in keys.values()), "twice: " + key.vkey
            keys[words[0]] = key
        elif kind == b"group":
            assert re.fullmatch(b"all|any|[1-9][0-9]{0,5}", words[1]), "how many of the group are enough"
            least = {b"all": len(words) - 2, b"any": 1}.get(words[1]) or int(words[1])
            assert 1 <= least <= len(words) - 2, "how many of the group are enough"
            members += words[2:]
            assert set(words[2:]) <= set(defined) - {b"none"}, "a member that no line before defines"
            groups.append((words[0], least, *words[2:]))
        else:
            assert kind == b"quorum" and len(words) == 1 and words[0] in defined, kind
            quorum.append(words)
        defined += words[:1] if kind != b"quorum" else []
        assert len(set(defined)) == len(defined) and len(set(members)) == len(members), "a name twice"
    assert len(quorum) == 1 and quorum[0][0] in [*keys, *(group[0] for group in groups)], "the quorum"

    def enough(labels):
        for name, least, *members in groups:
            labels = labels | {name} if sum(member in labels for member in members) >= least else labels
        return quorum[0][0] in labels

    return keys, enough


def said_of(origin, size, root, code):
    """(origin, size, root) of a checkpoint; each of the three is text."""
    root, size = octets(root, code), int(size)
    require(is_name(origin, ORIGIN) and len(root) == 32 and size < 2**63, code)
    require((size == 0) == (root == sha()), code)
    return origin, size, root


def is_name(text, form=NAME):
    """Whether it has the form, and 1 to 255 octets."""
    return re.fullmatch(form, text) and len(text.encode()) <= 255


def note_of(note):
    """(origin, size, root, text, [(name, id, signature)]) of a checkpoint."""
    form = "((.+)\n(0|[1-9][0-9]{0,18})\n(.{44})\n)\n((?:\u2014 [^ \n]+ [^ \n]+\n){1,16})"
    match = re.fullmatch(form, note.decode("utf-8", "surrogateescape"))
    require(match and len(note) <= 1 << 17, NOTE)
    signatures = [(name, octets(raw, NOTE)) for name, raw in re.findall("\u2014 (.+) (.+)\n", match[5])]
    require(all(is_name(name) and len(raw) > 4 for name, raw in signatures), NOTE)
    named = [(name, raw[:4].hex(), raw[4:]) for name, raw in signatures]
    return *said_of(*match.group(2, 3, 4), NOTE), match[1].encode(), named
