# SPDX-License-Identifier: Apache-2.0
"""What a reader of an audit bundle trusts that is not from the bundle: whose keys sign, which witnesses cosign, what was
known or anchored before. By audit-format.md alone; what follows from it is for verify_audit.py."""
import re
from audit_reader import BUNDLE, Refused, note_of, octets, policy_of, require, said_of, sha, witnesses_of
from ed25519 import is_signed

ANCHOR = b"hermesx/audit/anchor/v1\0"
ANCHOR_LINE = re.compile("(0|[1-9][0-9]{0,18}) (.+) (0|[1-9][0-9]{0,18}) (.{44}) (.{44})")
LAST_SECOND = 253_402_300_799  # of the year 9999
ED25519, ML_DSA_44 = 1, 6


def read(file):
    with open(file, "rb") as stream:
        return stream.read()


class Trust:
    def __init__(self, options):
        self.policy = policy_of(read(options.policy).decode()) if options.policy else []
        self.since = [note_of(read(file))[:3] for file in options.since]
        self.witnesses, self.enough = witnesses_of(read(options.witnesses)) if options.witnesses else ({}, None)
        own = [key.octets[1:] for generation in self.policy for key in generation.keys]
        assert not any(key.octets[1:] in own for key in self.witnesses.values()), "a log cannot be its own witness"
        self.anchors = options.anchors
        self.mldsa, self.unseen = 0, False  # signatures not verified; whether a generation has no others

    def anchored(self):
        """Of each line of the anchor files: its number, (origin, size, root) or None, its place, whether it follows."""
        for file in self.anchors:
            before, expected, gap = sha(ANCHOR), 0, False
            for number, line in enumerate(read(file).split(b"\n")[:-1]):
                match = ANCHOR_LINE.fullmatch(line.decode("utf-8", "surrogateescape"))
                try:
                    require(match and int(match[1]) < 2**63, BUNDLE)
                    place, said, own = int(match[1]), said_of(*match.group(2, 3, 4), BUNDLE), octets(match[5])
                    require(len(own) == 32, BUNDLE)
                    yield number, said, place, place == expected and (gap or own == sha(ANCHOR, before, line[:-45]))
                    before, expected, gap = own, place + 1, False
                except Refused:
                    yield number, None, 0, False
                    expected, gap = expected + 1, True

    def signers(self, text, signatures):
        """Whether a known key's signature is wrong, and the generations that the note is acceptable for."""
        wrong, acceptable = False, []
        for number, generation in enumerate(self.policy):
            signed = set()
            for key in generation.keys:
                own = [raw for name, key_id, raw in signatures if (name, key_id) == (key.name, key.id)]
                unseen = key.octets[0] == ML_DSA_44
                self.mldsa += unseen * len(own)
                holds = len(own) == 1 and (len(own[0]) == 2428 if unseen else is_signed(key.octets[1:], text, own[0]))
                signed |= {key.octets[0]} if holds else set()
                wrong |= bool(own) and not holds
            acceptable += [number] if generation.required <= signed else []
            self.unseen |= generation.required == {ML_DSA_44} <= signed
        return wrong, [] if wrong else acceptable

    def cosigned(self, text, receipt):
        """The label of the witness of each line of a receipt, and whether its cosignature holds."""
        for name, key_id, raw in note_of(text + b"\n" + receipt)[4]:
            for label in [label for label, key in self.witnesses.items() if (key.name, key.id) == (name, key_id)]:
                key, at = self.witnesses[label].octets, int.from_bytes(raw[:8], "big")
                self.mldsa += key[0] == ML_DSA_44
                if key[0] != ML_DSA_44:
                    message = b"cosignature/v1\ntime %d\n%s" % (at, text)
                    yield label, 0 < at <= LAST_SECOND and is_signed(key[1:], message, raw[8:])
