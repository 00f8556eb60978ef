"""What docs/api.md promises for unusual input, with the model that ships: one test for each row."""

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from model.artifact import DEFAULT_ARTIFACT, load_artifact
from model.contract.emoji import FEELINGS
from model.contract.limits import MAX_ANSWER_BYTES, MAX_BODY_BYTES, MAX_CHARACTERS, MAX_REVIEWS
from model.contract.openapi import document
from model.contract.schema import PredictionRequest, PredictionResponse
from model.predict import Predictor
from tests.serverless.stand_ins import Api, Reply, event

REVIEW = {"id": "r1", "text": "The film was good."}
Send = Callable[[Api], Reply]


class ShippedModel:
    """The model that ships, without a server between."""

    def __init__(self) -> None:
        self._predictor = Predictor(load_artifact(DEFAULT_ARTIFACT))

    def invoke(
        self, request: PredictionRequest, _deadline: float, _correlation_id: str
    ) -> PredictionResponse:
        return self._predictor.predict(request)


@pytest.fixture(scope="module")
def model() -> ShippedModel:
    return ShippedModel()


@pytest.fixture
def shipped(model: ShippedModel) -> Api:
    return Api(model)


def posted(body: object, content_type: str = "application/json") -> Send:
    return lambda api: api.post(body, content_type)


def compressed(encoding: str) -> Send:
    sent = event("POST", "/v1/predictions", gzip.compress(b"{}"), "application/json")
    sent["headers"]["content-encoding"] = encoding
    return lambda api: api.send(sent)


REFUSED: dict[str, list[tuple[Send, int, str]]] = {
    "another content type": [
        (posted(REVIEW, kind), 415, "unsupported_media_type")
        for kind in ("application/xml", "multipart/form-data; boundary=x", "text/html", "json")
    ],
    "compressed, such as `content-encoding: gzip`": [
        (compressed(encoding), 415, "unsupported_media_type")
        for encoding in ("gzip", "br", "gzip, gzip")
    ],
    "a charset other than UTF-8": [
        (posted(REVIEW, f"{kind}; charset=iso-8859-1"), 415, "unsupported_media_type")
        for kind in ("application/json", "text/plain")
    ],
    "not JSON": [
        (posted(body), 400, "malformed_body")
        for body in (
            "",
            "{",
            "reviews=good",
            '{"reviews": [{"id": "r1", "text": "raw \x00"}]}',
            b"\xff\xfe\x00",
            json.dumps({"reviews": [REVIEW]}).encode("utf-16"),
            b"\x1f\x8b\x08 gzip",
        )
    ],
    "nested thousands deep": [
        (posted(body), 400, "malformed_body")
        for body in ("[" * 100_000, '{"reviews":' * 50_000, '{"a":[' * 5_000 + "]}" * 5_000)
    ],
    "a lone surrogate": [
        (posted(f'{{"reviews": [{{"id": "r1", "text": "{text}"}}]}}'), 400, "malformed_body")
        for text in ("\\ud800", "good \\udc00 film", "\ud800")
    ],
    f"more than {MAX_BODY_BYTES:,} bytes": [
        (posted({"reviews": [{"id": "r1", "text": "x" * 10_000_000}]}), 413, "body_too_large"),
        (posted(b"\xff" * (MAX_BODY_BYTES + 1), "text/plain"), 413, "body_too_large"),
    ],
    f"more explained at once than an answer of {MAX_ANSWER_BYTES:,} bytes holds": [
        (
            posted({"reviews": [REVIEW | {"text": "a " * 9_999}] * 8, "explain": True}),
            413,
            "body_too_large",
        )
    ],
    "a field too many, or of another type": [
        (posted(body), 422, "invalid_request")
        for body in (
            {"reviews": [REVIEW | {"stars": 5}]},
            {"reviews": [{"id": 1, "text": None}]},
            {"reviews": REVIEW},
            {"reviews": [REVIEW], "explain": "true"},
            '{"reviews": NaN}',
            '{"reviews": [1e999]}',
        )
    ],
    f"more than {MAX_REVIEWS} reviews": [
        (posted({"reviews": [REVIEW] * (MAX_REVIEWS + 1)}), 422, "invalid_request")
    ],
}
ITEM_ERRORS = {
    f"more than {MAX_CHARACTERS:,} characters": (
        "review_too_long",
        ["x" * (MAX_CHARACTERS + 1), "\ufdfa" * (MAX_CHARACTERS // 2)],  # one becomes eighteen
    ),
    "a review that is empty, or is after cleaning": (
        "empty_review",
        ["", " \n\t ", "<br><br />", "<!-- good -->", "\u200b\u200e", "&nbsp;", "\x00"],
    ),
    "only signs, digits or emoji that tell no feeling": (
        "no_words",
        ["🚀🍕", "?!…", "12345", "👨‍👩‍👧‍👦", "10/10/2023", "1,2,3/4,5,6"],
    ),
}
FLAGGED = {
    "a NUL": ("altered", ["The film was g\x00ood."]),
    "zero-width or bidirectional characters": (
        "altered",
        ["A g\u200bo\u200do\u2060d film.", "The \u202efilm\u202c was good.", "\ufeffGood."],
    ),
    "an apostrophe lost in another charset, as in “can\ufffdt”": (
        "altered",
        ["The film wasn\ufffdt good.", "I can\ufffd\ufffd\ufffdt fault it."],
    ),
    "letters of other alphabets that look Latin": (
        "altered",
        ["The film was g\u043e\u043ed.", "\u0391 good film."],
    ),
    "a review in another script": (
        "other_language",
        [
            "この映画は最高でした。",
            "Фильм был очень хорошим.",
            "الفيلم كان جيدا",
            "영화가 좋았어요",
        ],
    ),
    f"{MAX_CHARACTERS:,} characters without a space": ("unknown_words", ["x" * MAX_CHARACTERS]),
}
UNFLAGGED = {
    "markup": ["The <b>film</b> was good.", "<p>The film was good.</p>"],
    "full-width or mathematical letters": ["The film was 𝐠𝐨𝐨𝐝.", "The ｆｉｌｍ was good."],
}

WORDS = {"emoji that tell a feeling, of any skin or gender": ["👍🏽", "😍❤️", "🤷🏽‍♀️ 😂"]}


def test_every_row_of_the_documentation_has_its_test() -> None:
    description = document()["paths"]["/v1/predictions"]["post"]["description"]
    rows = re.findall(r"^\| (.+?) \| .+ \|$", description, re.MULTILINE)[2:]
    assert set(rows) == {*REFUSED, *ITEM_ERRORS, *FLAGGED, *UNFLAGGED, *WORDS, "no content type"}


def cases(table: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param(*each, id=f"{row} {i}")
        for row, sent in table.items()
        for i, each in enumerate(sent)
    ]


@pytest.mark.parametrize(("send", "status", "code"), cases(REFUSED))
def test_what_is_refused(shipped: Api, send: Send, status: int, code: str) -> None:
    reply = send(shipped)
    assert (reply.status, reply.json["code"]) == (status, code)
    assert reply.content_type == "application/problem+json"
    assert "Traceback" not in reply.text
    assert len(reply.text) < 2_000


@pytest.mark.parametrize(
    ("text", "code"),
    cases({row: [(text, code) for text in texts] for row, (code, texts) in ITEM_ERRORS.items()}),
)
def test_what_gets_an_item_error(shipped: Api, text: str, code: str) -> None:
    reply = shipped.predict("The film was good.", text)
    good, bad = reply.json["predictions"]
    assert (reply.status, "sentiment" in good, bad["error"]["code"]) == (200, True, code)
    plain = shipped.post(text, "text/plain")
    assert (plain.status, plain.json["code"]) == (422, code)


@pytest.mark.parametrize(
    ("text", "flag"),
    cases({row: [(text, flag) for text in texts] for row, (flag, texts) in FLAGGED.items()}),
)
def test_what_is_flagged(shipped: Api, text: str, flag: str) -> None:
    [item] = shipped.predict(text).json["predictions"]
    assert flag in item["flags"]
    assert item["uncertain"] or flag == "altered"
    assert shipped.post(text, "text/plain").text in {"0", "1"}


def test_no_content_type_is_json(shipped: Api) -> None:
    assert shipped.post({"reviews": [REVIEW]}, content_type=None).status == 200


@pytest.mark.parametrize("encoding", ["identity", " Identity", ""])
def test_not_compressed_is_not_refused(shipped: Api, encoding: str) -> None:
    sent = event("POST", "/v1/predictions", "A good film.", "text/plain")
    sent["headers"]["content-encoding"] = encoding
    assert shipped.send(sent).status == 200


@pytest.mark.parametrize("text", [text for texts in UNFLAGGED.values() for text in texts])
def test_what_raises_no_flag(shipped: Api, text: str) -> None:
    plain, written = shipped.predict("The film was good.", text).json["predictions"]
    assert written["flags"] == plain["flags"]
    assert written["probability"] == plain["probability"]


@pytest.mark.parametrize("text", [text for texts in WORDS.values() for text in texts])
def test_what_is_read_as_words(shipped: Api, text: str) -> None:
    [item] = shipped.predict(text).json["predictions"]
    assert item["flags"] == ["short"]
    assert item["tokens"]["read"] == len([c for c in text if c in FEELINGS]) > 0


@pytest.mark.parametrize("disguise", ["g\u200bood", "g\u043e\u043ed", "g\x00ood"])
def test_a_disguise_changes_no_verdict(shipped: Api, disguise: str) -> None:
    plain, disguised = shipped.predict("The film was good.", f"The film was {disguise}.").json[
        "predictions"
    ]
    assert plain["probability"] == disguised["probability"]
