"""Examples of requests and answers for the OpenAPI document, and what unusual input gets."""

from model.contract.errors import EmptyReview
from model.contract.limits import MAX_ANSWER_BYTES, MAX_BODY_BYTES, MAX_CHARACTERS, MAX_REVIEWS

REVIEW = "I laughed twice and slept through the rest."
REQUESTS = {
    "two reviews": {"reviews": [{"id": "r1", "text": REVIEW}, {"id": "r2", "text": " "}]},
    "with the words that decided": {
        "reviews": [{"id": "r1", "text": "A good film."}],
        "explain": True,
    },
}

_MODEL = {"name": "imdb-qrnn", "version": "07d197250a58"}
_VERDICT = {
    "id": "r1", "sentiment": "negative", "probability": 0.08, "confidence": 0.92,
    "uncertain": False, "tokens": {"read": 9, "total": 9}, "flags": [],
}  # fmt: skip
_EXPLAINED = {
    "id": "r1", "sentiment": "positive", "probability": 0.79, "confidence": 0.79,
    "uncertain": False, "tokens": {"read": 4, "total": 4}, "flags": [],
    "explanation": {
        "text": "A good film.", "altered": [], "baseline": 0.1, "logit": 1.3,
        "words": {
            "start": [0, 2, 7, 11], "end": [1, 6, 11, 12],
            "share": [0.1, 1.0, 0.1, 0.0], "so_far": [0.55, 0.77, 0.79, 0.79],
        },
        "sentences": [{"start": 0, "end": 12, "share": 1.2}],
    },
}  # fmt: skip
RESPONSES = {
    "two reviews": {
        "model": _MODEL,
        "predictions": [_VERDICT, {"id": "r2", "error": EmptyReview().item().model_dump()}],
    },
    "with the words that decided": {"model": _MODEL, "predictions": [_EXPLAINED]},
}
HEALTH = {"status": "ok", "model": _MODEL}

INPUTS = f"""\
As text/plain: one review as the body; the answer is 1 (positive) or 0.

What unusual input gets. "Item error" means that the review gets an error in its place and the \
others are judged; as text/plain, which has only one review, it is a 422 of the same code.

| what is sent | the answer |
| --- | --- |
| no content type | read as JSON |
| another content type | 415 `unsupported_media_type` |
| compressed, such as `content-encoding: gzip` | 415 `unsupported_media_type` |
| a charset other than UTF-8 | 415 `unsupported_media_type` |
| not JSON | 400 `malformed_body` |
| an apostrophe lost in another charset, as in “can\ufffdt” | put back, flag `altered` |
| nested thousands deep | 400 `malformed_body` |
| a lone surrogate | 400 `malformed_body` |
| more than {MAX_BODY_BYTES:,} bytes | 413 `body_too_large` |
| more explained at once than an answer of {MAX_ANSWER_BYTES:,} bytes holds | 413 `body_too_large` |
| a field too many, or of another type | 422 `invalid_request`, and where |
| more than {MAX_REVIEWS} reviews | 422 `invalid_request` |
| a NUL | removed, flag `altered` |
| zero-width or bidirectional characters | removed, flag `altered` |
| letters of other alphabets that look Latin | made Latin, flag `altered` |
| full-width or mathematical letters | made plain letters, no flag |
| markup | made plain text, no flag |
| emoji that tell a feeling, of any skin or gender | read as words, no flag |
| a review in another script | a verdict, `uncertain`, flag `other_language` |
| {MAX_CHARACTERS:,} characters without a space | a verdict, `uncertain`, flag `unknown_words` |
| more than {MAX_CHARACTERS:,} characters | item error `review_too_long` |
| a review that is empty, or is after cleaning | item error `empty_review` |
| only signs, digits or emoji that tell no feeling | item error `no_words` |
"""
