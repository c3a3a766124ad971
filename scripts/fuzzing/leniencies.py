"""What fuzzing forgives, and why. A 5xx, and a status, a header or a body that is not described, is
never among it.
"""

import itertools
import re
import unicodedata
from urllib.parse import parse_qsl, urlsplit

import schemathesis
from jsonschema_rs import validator_for

# The failures of schemathesis that can be forgiven.
VIOLATING_ACCEPTED, VALID_REFUSED = "ST201", "ST202"

# Rules that no schema here states, and where: what a check needs depends on its type, a page begins
# after an id of the list, a day is from 1850 on and not in the future, names have letters and
# numbers have digits, the name of an unknown field has 128 bytes at most.
BEYOND_A_SCHEMA = [
    ("required", "national_id|first_name|last_name|tax_id|company_name|license_plate|key_name"),
    ("required_with", "native_country"),
    ("not_available", "type|key_type"),
    ("unknown", "start_key"),
    ("range", "date_of_birth|issue_date|payment_date"),
    ("characters", "[a-z_]+"),
    ("max_length", "body"),
]

numbers = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Lets requests get further than their first obstacle."""
    # The coverage phase has one Idempotency-Key for all: all but the first would answer 422.
    phase = case.meta.phase if case.meta else None
    if phase and phase.name.value == "coverage" and phase.data.parameter != "Idempotency-Key":
        if (case.headers or {}).get("Idempotency-Key"):
            case.headers["Idempotency-Key"] = f"coverage-{next(numbers)}"
    # Continuous checks are described and not offered yet: every check with `watch` is refused.
    if isinstance(case.body, dict) and is_frequency(case.body.get("watch")):
        case.body = {name: value for name, value in case.body.items() if name != "watch"}


def is_frequency(value):
    words = "daily|weekly|monthly|yearly|[1-9][0-9]*[dwmy]"
    return isinstance(value, str) and re.fullmatch(words, value)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Keeps a failure unless it is a leniency."""
    if failure.code == VALID_REFUSED:
        forgiven = one_key_for_two(response), beyond_a_schema(response), unspeakable(case, response)
        return not any(forgiven)
    if failure.code == VIOLATING_ACCEPTED:
        return not means_what_is_valid(case, response)
    return True


def one_key_for_two(response):
    """Two requests were given the same Idempotency-Key."""
    return response.status_code == 422 and "Idempotency-Key" in response.json()["message"]


def beyond_a_schema(response):
    # The description does say that a text has no control characters.
    if response.status_code != 400 or "control characters" in response.json()["message"]:
        return False
    return all(
        any(error["rule"] == rule and re.fullmatch(fields, error["field"])
            for rule, fields in BEYOND_A_SCHEMA)
        for error in response.json()["errors"]
    )


def unspeakable(case, response):
    """An unknown field whose name cannot stand in a part of a multipart body."""
    names = "".join(case.body) if isinstance(case.body, dict) else ""
    refused = response.status_code == 400 and response.json()["errors"][0]["rule"] == "multipart"
    return refused and any(unicodedata.category(c) == "Cc" for c in names)


def means_what_is_valid(case, response):
    """What docs/wire.md lists as forgiven: unknown and blank fields, every value as its text, words
    in any letter case, a time of day after a date. What is left must be valid."""
    wrong = {place.value for place, how in case.meta.components.items() if how.mode.is_negative}
    if not wrong <= {"body", "query"}:
        return False
    method = case.operation.definition.raw
    document = case.operation.schema.raw_schema
    if case.body and isinstance(case.body, dict):
        schema = method["requestBody"]["content"][case.media_type]["schema"]
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        sent = list(texts("", case.body))
    else:
        parameters = [one for one in method["parameters"] if one["in"] == "query"]
        schema = {"type": "object", "properties": {one["name"]: one["schema"] for one in parameters}}
        sent = parse_qsl(urlsplit(response.request.url).query, keep_blank_values=True)
    meant = {}
    for name, text in sent:
        if name not in schema["properties"] or not text.strip():
            continue
        if name in meant:
            return False
        meant[name] = value(schema["properties"][name], text.strip())
    return validator_for(schema, validate_formats=True).is_valid(meant)


def texts(name, sent):
    """A value as the named texts that it is taken for."""
    if isinstance(sent, dict):
        for key, inner in sent.items():
            yield from texts(f"{name}.{key}" if name else key, inner)
    elif isinstance(sent, list):
        for inner in sent:
            yield from texts(name, inner)
    elif isinstance(sent, bool):
        yield name, str(sent).lower()
    elif sent is not None:
        yield name, str(sent)


def value(schema, text):
    """A text as the value that it is taken for."""
    if schema["type"] == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if schema["type"] == "integer" and re.fullmatch("[+-]?[0-9]+", text):
        return int(text)
    if schema.get("format") == "date":
        return text[:10] if text[10:11] in ("", "T") else text
    for word in schema.get("enum", []):
        if word.lower() == text.lower():
            return word
    return text


@schemathesis.check
class EveryOperationSucceeds:
    """Fuzzing that never gets past the front door proves nothing."""

    def __init__(self):
        self.answered, self.succeeded = set(), set()

    def after_response(self, ctx, response, case):
        self.answered.add(case.operation.label)
        if response.status_code < 300:
            self.succeeded.add(case.operation.label)

    def after_run(self, ctx):
        never = self.answered - self.succeeded
        assert not never, f"never a success: {sorted(never)}"
