#!/usr/bin/env python3
"""A program written from /api/v1/openapi.json alone: it takes a dossier from intake to its return.

It knows operation ids and what the document says of them, nothing of the program behind. Every
answer is held against the document. Only Python's own library is needed.

    client.py http://127.0.0.1:8080 tokens.json     where tokens.json is {"name": "mc_…", …}
"""

import csv
import io
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid

STEPS_MAX = 60
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# What carries a dossier on, in the order in which it is wanted when several are offered.
ONWARD = ["collect", "hand-over", "approve", "number-and-seal", "record-outside", "forward", "finish", "return"]


class Trouble(Exception):
    """Something that the document does not promise."""


class Client:
    """Calls operations as the document describes them."""

    def __init__(self, base):
        self.base = base
        with urllib.request.urlopen(base + "/api/v1/openapi.json") as answer:
            self.document = json.load(answer)
        self.operations = {}
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                self.operations[operation["operationId"]] = (method.upper(), path, operation)

    def call(self, name, token=None, path=None, query=None, body=None, files=None, key=None, expect=None):
        """Makes one call; gives status, headers and the answer, which fits the document."""
        method, pattern, operation = self.operations[name]
        address = re.sub(r"\{(\w+)\}", lambda part: urllib.parse.quote(path[part.group(1)], safe=""), pattern)
        if query:
            known = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
            if not set(query) <= known:
                raise Trouble(f"{name} has no such parameter: {set(query) - known}")
            address += "?" + urllib.parse.urlencode(query)
        headers, data = {}, None
        if operation["security"] and token:
            headers["Authorization"] = "Bearer " + token
        if any(one["in"] == "header" and one["required"] for one in operation["parameters"]):
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        if files:
            data, headers["Content-Type"] = multipart(files)
        elif "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            if expect != 422:
                self.fit(schema, body, "sent")
            data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        request = urllib.request.Request(self.base + address, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                status, found, raw = answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            status, found, raw = error.code, error.headers, error.read()
        told = self.held(name, operation, status, found, raw)
        allowed = expect if isinstance(expect, tuple) else (expect,)
        if status not in allowed and (expect or status >= 400):
            raise Trouble(f"{name} answered {status}: {told}")
        return status, found, told

    def held(self, name, operation, status, headers, raw):
        """The answer, once it fits what the document says of this status."""
        if str(status) not in operation["responses"]:
            raise Trouble(f"{name} answered {status}, which the document does not tell: {raw[:300]!r}")
        content = operation["responses"][str(status)]["content"]
        kind = headers.get("Content-Type", "").split(";")[0]
        if kind not in content:
            raise Trouble(f"{name} answered {kind}, the document says {list(content)}")
        if not kind.endswith("json"):
            return raw
        value = json.loads(raw)
        self.fit(content[kind].get("schema", {}), value, name)
        return value

    def fit(self, schema, value, at):
        """A value fits its schema, as far as our documents use schemas."""
        if "$ref" in schema:
            return self.fit(self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], value, at)
        if "oneOf" in schema:
            return None if value is None else self.fit(schema["oneOf"][0], value, at)
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and kind_of(value) not in kinds:
            raise Trouble(f"{at} is {kind_of(value)}, not {kinds}")
        if "enum" in schema and value not in schema["enum"]:
            raise Trouble(f"{at} is {value!r}, not one of {schema['enum']}")
        if isinstance(value, dict):
            missing = set(schema.get("required", [])) - set(value)
            more = set(value) - set(schema.get("properties", {}))
            if missing or more:
                raise Trouble(f"{at} lacks {missing} and has {more} too much")
            for name, inner in value.items():
                self.fit(schema["properties"][name], inner, f"{at}.{name}")
        if isinstance(value, list):
            for place, inner in enumerate(value):
                self.fit(schema.get("items", {}), inner, f"{at}[{place}]")
        return None


def kind_of(value):
    """The name that JSON Schema has for a value's type."""
    kinds = [(bool, "boolean"), (int, "integer"), (str, "string"), (list, "array"), (dict, "object")]
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")


def multipart(files):
    """Fields and files as a form; a file is a pair of name and bytes."""
    edge, parts = uuid.uuid4().hex, []
    for name, value in files:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, tuple):
            head += f'; filename="{value[0]}"\r\nContent-Type: application/octet-stream'
            value = value[1]
        else:
            value = value.encode()
        parts.append(head.encode() + b"\r\n\r\n" + value + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def chosen(client):
    """A procedure that is not done on the spot, with its papers."""
    _, _, found = client.call("procedures.list", query={"q": "khai sinh", "limit": 50})
    for brief in found["items"]:
        if not brief["on_the_spot"]:
            return client.call("procedures.one", path={"code": brief["code"]})[2]
    raise Trouble("no procedure to file under")


def filing(procedure, number, name):
    """What a citizen brings, filled in from the schema of a filing."""
    return {
        "procedure": procedure["code"],
        "filer": {
            "name": name, "number": number, "birth": "05/02/1992", "gender": "nu",
            "address": "Thôn 3, xã Quang Khải", "phone": "0912345678",
        },
        "all_papers": True,
        "payment": "later",
    }


def receive(client, token, body):
    """Receives; mends what the problem details point at."""
    for _ in range(4):
        status, _, told = client.call("intake.receive", token, body=body, expect=(201, 422))
        if status == 201:
            return told
        for error in told.get("errors", []):
            if error["pointer"].startswith("#/appointed"):
                body["appointed"] = {"day": "2026-12-31", "reason": "theo kế hoạch xét duyệt"}
            elif error["pointer"] == "#/not_duplicate":
                body["not_duplicate"] = True
            else:
                raise Trouble(f"intake: {told}")
    raise Trouble("intake is refused again and again")


def act_body(act, dossier):
    """The body of an act, as little as its schema asks for."""
    body = {"version": dossier["version"]}
    if act == "collect":
        body["method"] = "cash"
        if dossier["money"]["is_unknown"]:
            body.update(entered_dong=0, entered_basis="chưa có nghị quyết, không thu")
    if act == "finish":
        body.update(outcome="granted", name="Giấy khai sinh")
    if act == "return":
        body.update(collected_by="owner", how="counter", document="030192004217")
    return body


def wanted(dossier, done):
    """The next act that is offered, if any; before a result is returned the citizen is called once."""
    offered = [one["act"] for one in dossier["acts"]]
    if "called" in offered and "called" not in done:
        return "called"
    money = dossier["money"]
    owes = money["unpaid_dong"] > 0 or money["is_unknown"]
    return next((act for act in ONWARD if act in offered and (act != "collect" or owes)), None)


def carry(client, tokens, code):
    """Does whatever somebody may do next until the result is returned."""
    done = []
    for _ in range(STEPS_MAX):
        moved = False
        for token in tokens.values():
            try:
                _, headers, dossier = client.call("dossiers.one", token, path={"code": code})
            except Trouble:
                # This officer may not open it: another will.
                client.call("dossiers.one", token, path={"code": code}, expect=403)
                continue
            if headers["ETag"] != f'"{dossier["version"]}"':
                raise Trouble("the entity tag is not the version")
            if dossier["state"] == "returned":
                return done
            act = wanted(dossier, done)
            if act is None:
                continue
            client.call(f"acts.{act}", token, path={"code": code}, body=act_body(act, dossier))
            done.append(act)
            moved = True
            break
        if not moved:
            raise Trouble(f"nobody can go on with {code}; done so far: {done}")
    raise Trouble(f"{code} never ends: {done}")


def mended(client, tokens, code):
    """Corrects what was taken down wrongly, notes an urging and what a leader says of it."""
    desk, path = tokens["desk"], {"code": code}
    before = client.call("dossiers.one", desk, path=path)[2]
    wrong = {"version": before["version"], "reason": "dân báo sai số", "owner": {"phone": "không có"}}
    told = client.call("acts.correct", desk, path=path, body=wrong, expect=422)[2]
    if told["errors"][0]["pointer"] != "#/owner/phone":
        raise Trouble(f"the wrong telephone is not pointed at: {told}")
    right = {**wrong, "owner": {"phone": "0987654321"}, "papers": [{"name": "Giấy chứng sinh", "originals": 1}]}
    client.call("acts.correct", desk, path=path, body=right)
    now = client.call("dossiers.one", desk, path=path)[2]
    kept = ("name", "birth", "document_number", "address")
    if now["owner"]["phone"] != "0987654321" or any(now["owner"][one] != before["owner"][one] for one in kept):
        raise Trouble(f"more or less than the telephone was corrected: {now['owner']}")
    if [paper["name"] for paper in now["papers"]] != ["Giấy chứng sinh"] or now["due_at"] != before["due_at"]:
        raise Trouble(f"the papers are not the corrected ones, or a date moved: {now}")
    client.call("acts.urge", desk, path=path, body={"version": now["version"], "note": "hỏi qua điện thoại"})
    said = {"version": now["version"], "instruction": "trả trong ngày mai"}
    client.call("acts.alarm-seen", desk, path=path, body=said, expect=403)
    client.call("acts.alarm-seen", tokens["chair"], path=path, body=said)
    kinds = [one["kind"] for one in client.call("dossiers.one", desk, path=path)[2]["history"]]
    if kinds[-3:] != ["dossier.corrected", "dossier.urged", "dossier.alarm_seen"]:
        raise Trouble(f"the history tells otherwise: {kinds}")


def main(base, tokens_file):
    """Everything, in order; each line printed is something that held."""
    with open(tokens_file, encoding="utf-8") as file:
        tokens = json.load(file)
    client, held = Client(base), []
    desk = tokens["desk"]
    procedure = chosen(client)
    client.call("procedures.quote", desk, path={"code": procedure["code"]}, query={"channel": "counter"})
    held.append("catalogue and quote")

    _, _, draft = client.call("intake.draft", desk, body={"procedure": procedure["code"]})
    body = filing(procedure, "030192004217", "Nguyễn Thị Ánh")
    body["tracking"] = draft["tracking"]
    told = receive(client, desk, body)
    code = told["code"]
    if told["tracking"] != draft["tracking"]:
        raise Trouble("the dossier does not bear its draft's code")
    held.append("draft and receipt")

    key, other = str(uuid.uuid4()), filing(procedure, "030185001234", "Trần Văn Bình")
    first = client.call("intake.receive", desk, body=other, key=key)
    again = client.call("intake.receive", desk, body=other, key=key)
    if again[2] != first[2] or again[1].get("Idempotency-Replayed") != "true":
        raise Trouble("a repeated call did something twice")
    client.call("intake.receive", desk, body={**other, "sets": 2}, key=key, expect=422)
    held.append("a call repeated is done once")

    conflict = client.call("acts.hand-over", desk, path={"code": code}, body={"version": 999}, expect=409)[2]
    if not (conflict["who"] and conflict["what"] and conflict["when"]):
        raise Trouble(f"a conflict does not tell who was quicker: {conflict}")
    wrong = client.call("intake.receive", desk, body={"procedure": "không có"}, expect=422)[2]
    if not any(one["pointer"] == "#/filer" for one in wrong["errors"]):
        raise Trouble(f"a field is not pointed at: {wrong}")
    client.call("dossiers.list", None, expect=401)
    held.append("conflicts, wrong fields and strangers get problem details")

    _, _, added = client.call("files.add", desk, path={"code": code}, files=[("kind", "citizen"), ("file", ("to-khai.pdf", PDF))])
    if client.call("files.one", desk, path={"code": code, "id": added["items"][0]["id"]})[2] != PDF:
        raise Trouble("a file comes back otherwise than it went")
    held.append("files go in and come back")

    mended(client, tokens, code)
    held.append("a mistake is corrected, an urging and a leader's word are on the dossier")

    done = carry(client, tokens, code)
    if "called" not in done:
        raise Trouble(f"nobody could say that the citizen was called: {done}")
    held.append("from intake to return: " + ", ".join(done))

    tracked = json.dumps(client.call("tracking.one", path={"code": draft["tracking"]})[2], ensure_ascii=False)
    if "Ánh" in tracked or "030192004217" in tracked:
        raise Trouble("tracking names a person")
    held.append("tracking names nobody")

    listed, query = [], {"state": "all", "limit": 1}
    while True:
        page = client.call("dossiers.list", desk, query=query)[2]
        listed += [one["code"] for one in page["items"]]
        if page["next"] is None:
            break
        query = dict(urllib.parse.parse_qsl(page["next"].split("?", 1)[1]))
    table = client.call("dossiers.csv", desk, query={"state": "all"})[2].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))[1:]
    if sorted(listed) != sorted(row[0] for row in rows) or len(set(listed)) != len(listed):
        raise Trouble(f"{len(listed)} by pages, {len(rows)} in the table")
    client.call("dossiers.xlsx", desk, query={"state": "all"})
    client.call("facts.list", desk, query={"limit": 5})
    held.append(f"paging to the end gives the same {len(rows)} dossiers as the table")

    for line in held:
        print(f"test {line} ... ok")
    print(f"test result: ok. {len(held)} passed; 0 failed; 0 ignored")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Trouble as trouble:
        print(f"test result: FAILED. 0 passed; 1 failed; 0 ignored\n{trouble}")
        sys.exit(1)
