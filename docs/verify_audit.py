#!/usr/bin/env python3
"""Verifies an exported audit log of Latchkey with nothing but the standard library.

    python3 verify_audit.py export.ndjson public.jwk [receipt.json]

Exit code 0: good, 1: tampered, 2: cannot tell. The format stands in audit-format.md. It is written to be
read: Ed25519 in plain Python takes some milliseconds per event; `npm run audit:verify` is quicker.
"""

import base64
import hashlib
import json
import re
import sys

# Ed25519 (RFC 8032 section 5.1) on -x^2 + y^2 = 1 + d x^2 y^2 modulo P; points are (X, Y, Z, T) with
# x = X/Z, y = Y/Z, xy = T/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
NEUTRAL = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * D * p[3] * q[3] % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    total = NEUTRAL
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def decode_point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def encode_point(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(message, signature, public_key):
    point = decode_point(public_key)
    s = int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    negated = (P - point[0], point[1], 1, P - point[3])
    return encode_point(add(multiply(s, BASE), multiply(k, negated))) == signature[:32]


class Verdict(Exception):
    def __init__(self, code, sentence):
        super().__init__(sentence)
        self.code = code


def tampered(kind, seq, line):
    place = "the manifest" if line == 1 else "an event" if seq is None else f"event {seq}"
    return Verdict(1, f"Tampered: {place}, {kind}.")


def cannot_tell(why):
    return Verdict(2, f"Cannot tell: {why}.")


def canonical(value):
    """JCS of what stands here: strings, small integers, and names of members in ASCII."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def parse(text):
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def sha256(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_count(value):
    return type(value) is int and value >= 0


HASH = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[A-Za-z0-9_-]{85}[AQgw]")


def is_match(pattern, value):
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def check_seal(text, line, kid, keys):
    """The first thing that is wrong with a signed text, or None."""
    if sha256(text) != line["hash"]:
        return "edited"
    if kid not in keys:
        return "unknown_key"
    signed = is_signed(bytes.fromhex(line["hash"]), from_base64url(line["signature"]), keys[kid])
    return None if signed else "wrong_signature"


def read_line(text, member):
    line = parse(text)
    if set(line) != {member, "hash", "signature"} or canonical(line) != text:
        return None
    known = is_match(HASH, line["hash"]) and is_match(SIGNATURE, line["signature"])
    return line if known and isinstance(line[member], str) else None


def read_event(text, keys):
    """What kind of line it is ("genuine", "edited", "unknown_key", "wrong_signature"), and the event."""
    line = read_line(text, "payload")
    event = parse(line["payload"]) if line else {}
    is_framed = is_count(event.get("v")) and is_count(event.get("seq")) and event["seq"] > 0
    names = (event.get("organizationId"), event.get("kid"))
    if not is_framed or not is_match(HASH, event.get("prev")) or not all(isinstance(n, str) for n in names):
        return "edited", None
    return check_seal(line["payload"], line, event["kid"], keys) or "genuine", {**event, "hash": line["hash"]}


def read_lines(file):
    """Number, text and whether a line feed stood at the end; the text of what is no UTF-8 is empty."""
    with open(file, "rb") as lines:
        for number, data in enumerate(lines, 1):
            is_ended = data.endswith(b"\n")
            data = re.sub(rb"\r?\n?\Z", b"", data, count=1)
            try:
                yield number, data.decode("utf-8"), is_ended
            except UnicodeDecodeError:
                yield number, "", is_ended


EXPORT, ARCHIVE = "latchkey.audit.export", "latchkey.audit.archive"
MANIFEST = {
    *("v", "type", "organizationId", "filter", "range", "prevHash"),
    *("count", "lastHash", "exportedAt", "kid", "publicKey"),
}


def is_manifest(manifest):
    """Whether its members are those of this version, and agree with each other."""
    if manifest.get("v") != 1 or manifest.get("type") not in (EXPORT, ARCHIVE) or set(manifest) != MANIFEST:
        return False
    if not isinstance(manifest["range"], dict) or set(manifest["range"]) != {"first", "last"}:
        return False
    (first, last), is_whole = bounds(manifest), manifest["filter"] == {}
    genesis = sha256(f"latchkey-audit-genesis\n{manifest['organizationId']}")
    return (
        is_count(first)
        and is_count(last)
        and first >= 1
        and last >= first - 1
        and manifest["count"] == (last - first + 1 if is_whole else None)
        and (is_whole or manifest["type"] == EXPORT)
        and (first > 1 or manifest["prevHash"] == genesis)
    )


def read_manifest(lines, keys):
    _, text, _ = next(lines, (1, "", True))
    line = read_line(text, "manifest")
    if line is None:
        raise cannot_tell("the file does not begin with the manifest of an exported log")
    manifest = parse(line["manifest"])
    problem = check_seal(line["manifest"], line, manifest.get("kid"), keys)
    if problem == "edited":
        raise tampered(problem, None, 1)
    if not is_manifest(manifest) or canonical(manifest) != line["manifest"]:
        raise cannot_tell("the file is of another version than this verifier knows")
    if problem == "unknown_key":
        raise cannot_tell("the file was signed with a key that was not given")
    if problem:
        raise tampered(problem, None, 1)
    return manifest


def read_receipt(file, keys, manifest):
    with open(file, encoding="utf-8") as text:
        receipt = parse(text.read())
    if set(receipt) != {"v", "organizationId", "seq", "hash", "ts", "kid", "signature"} or receipt["v"] != 1:
        raise cannot_tell("the receipt cannot be read")
    if not is_match(SIGNATURE, receipt["signature"]) or not is_count(receipt["seq"]):
        raise cannot_tell("the receipt cannot be read")
    signed = canonical({name: value for name, value in receipt.items() if name != "signature"})
    if check_seal(signed, {**receipt, "hash": sha256(signed)}, receipt["kid"], keys):
        raise cannot_tell("the receipt is not signed with a key that was given")
    if receipt["organizationId"] != manifest["organizationId"]:
        raise cannot_tell("the receipt is of another organization's log")
    return receipt


class Comparison:
    """Holds the events of a file against a receipt, as they go by."""

    def __init__(self, receipt, manifest):
        self.receipt, self.manifest = receipt, manifest
        self.problem, self.is_given_up = None, False

    def hold(self, digest, line):
        if digest != self.receipt["hash"] and not self.problem:
            self.problem = tampered("differs_from_receipt", self.receipt["seq"], line)

    def see(self, event, line):
        if not self.receipt:
            return
        seq, detail = self.receipt["seq"], event.get("detail")
        if event.get("action") == "log.restore_acknowledged" and event["ts"] >= self.receipt["ts"]:
            self.is_given_up |= detail["keptSeq"] < seq <= detail["receiptSeq"]
        if event["seq"] == seq:
            self.hold(event["hash"], line)

    def require(self):
        if self.problem and not self.is_given_up:
            raise self.problem

    def end(self):
        """What is to be said of the receipt when all events have gone by."""
        if not self.receipt:
            return ""
        seq, (first, last) = self.receipt["seq"], bounds(self.manifest)
        if seq == first - 1:
            self.hold(self.manifest["prevHash"], None)
        if seq == last:
            self.hold(self.manifest["lastHash"], None)
        if seq > last and not self.problem:
            self.problem = tampered("older_than_receipt", last + 1, None)
        self.require()
        return " The receipt is of a log that was given up by a restore: it does not count." if self.problem else ""


def bounds(manifest):
    return manifest["range"]["first"], manifest["range"]["last"]


def is_seal(event, manifest):
    """Whether an event says that all events before those of the file are in an archive."""
    if event.get("action") != "log.sealed":
        return False
    before = (manifest["range"]["first"] - 1, manifest["prevHash"])
    return (event["detail"]["lastSeq"], event["detail"]["lastHash"]) == before


def is_later(lines, seq, manifest, keys):
    events = (read_event(text, keys) for _, text, _ in lines)
    return any(
        kind == "genuine" and event["seq"] == seq and event["organizationId"] == manifest["organizationId"]
        for kind, event in events
    )


def judge_whole(lines, manifest, keys, kind, event, line, tip):
    seq = tip["seq"] + 1
    is_own = event["organizationId"] == manifest["organizationId"]
    if seq > manifest["range"]["last"] or not is_own or event["seq"] < seq:
        raise tampered("inserted", seq, line)
    is_next = event["seq"] == seq and event["prev"] == tip["hash"]
    if event["seq"] > seq or (is_next and kind == "unknown_key"):
        if is_later(lines, seq, manifest, keys):
            raise tampered("reordered" if kind == "genuine" else "inserted", seq, line)
        if is_next:
            raise cannot_tell(f"event {seq} was signed with a key that was not given")
        raise tampered("missing", seq, line)
    if not is_next:
        raise tampered("inserted", seq, line)


def judge_chosen(manifest, kind, event, line, tip):
    seq, (first, last) = event["seq"], bounds(manifest)
    if kind == "unknown_key":
        raise cannot_tell(f"event {seq} was signed with a key that was not given")
    is_own = event["organizationId"] == manifest["organizationId"] and first <= seq <= last
    if not is_own or seq == tip["seq"]:
        raise tampered("inserted", seq, line)
    if seq < tip["seq"]:
        raise tampered("reordered", seq, line)
    if seq == tip["seq"] + 1 and event["prev"] != tip["hash"]:
        raise tampered("inserted", seq, line)


def judge(lines, manifest, keys, tip, numbered):
    """The event of a line, when nothing is wrong with it."""
    line, text, is_ended = numbered
    is_whole = manifest["filter"] == {}
    kind, event = read_event(text, keys)
    place = tip["seq"] + 1 if is_whole else event and event["seq"]
    if kind == "edited":
        raise tampered("edited" if is_ended else "cut_tail", place, line)
    if kind == "wrong_signature":
        raise tampered(kind, place, line)
    if is_whole:
        judge_whole(lines, manifest, keys, kind, event, line, tip)
    else:
        judge_chosen(manifest, kind, event, line, tip)
    if event["v"] != 1:
        raise cannot_tell(f"event {event['seq']} is of another version than this verifier knows")
    return event


def verify(file, keys, receipt_file):
    lines = read_lines(file)
    manifest = read_manifest(lines, keys)
    comparison = Comparison(receipt_file and read_receipt(receipt_file, keys, manifest), manifest)
    is_whole, (first, last) = manifest["filter"] == {}, bounds(manifest)
    tip = {"seq": first - 1, "hash": manifest["prevHash"]}
    is_sealed = first == 1 or manifest["type"] == ARCHIVE
    count = 0
    try:
        for numbered in lines:
            tip = judge(lines, manifest, keys, tip, numbered)
            comparison.see(tip, numbered[0])
            is_sealed = is_sealed or is_seal(tip, manifest)
            count += 1
        if is_whole and tip["seq"] < last:
            raise tampered("cut_tail", tip["seq"] + 1, None)
        if is_whole and tip["hash"] != manifest["lastHash"]:
            raise tampered("inserted", last, None)
    except Verdict:
        # The event that the receipt contradicts comes first.
        comparison.require()
        raise
    if is_whole and not is_sealed:
        raise tampered("missing", 1, None)
    said = comparison.end()
    if not is_whole:
        return f"Good: {count} events, each is genuine; it is not shown that none was left out.{said}"
    if first > 1:
        said = f" Events 1 to {first - 1} are in an archive.{said}"
    return f"Good: {count} events, all from {first} to {last} are there as they were signed.{said}"


def read_keys(file):
    with open(file, encoding="utf-8") as text:
        given = parse(text.read())
    keys = {key["kid"]: from_base64url(key["x"]) for key in given.get("keys", [given])}
    if not keys or any(len(key) != 32 for key in keys.values()):
        raise ValueError
    return keys


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        keys = read_keys(arguments[1])
    except (OSError, ValueError, KeyError, TypeError):
        print(f"Cannot tell: {arguments[1]} is no public audit key.")
        return 2
    try:
        print(verify(arguments[0], keys, arguments[2] if len(arguments) == 3 else None))
        return 0
    except Verdict as verdict:
        print(verdict)
        return verdict.code
    except OSError as error:
        print(f"Cannot tell: {error.filename} cannot be read.")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
