"""From request to response: order, failures in place, flags, long reviews, company."""

import gc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.artifact import Artifact
from model.contract.errors import BodyTooLarge
from model.contract.schema import NOT_READ, Failure, Prediction, PredictionRequest
from model.predict import Predictor


def predict(artifact: Artifact, *texts: str, explain: bool = False) -> list[Prediction | Failure]:
    reviews = [{"id": str(i), "text": text} for i, text in enumerate(texts)]
    request = PredictionRequest.model_validate({"reviews": reviews, "explain": explain})
    return Predictor(artifact).predict(request).predictions


def one(artifact: Artifact, text: str, explain: bool = False) -> Prediction:
    (answer,) = predict(artifact, text, explain=explain)
    assert isinstance(answer, Prediction)
    return answer


def test_one_bad_review_never_fails_the_others(artifact: Artifact) -> None:
    answers = predict(artifact, "good film", "", "🚀", "x" * 20_001, "dull film")
    assert [answer.id for answer in answers] == ["0", "1", "2", "3", "4"]
    codes = [a.error.code if isinstance(a, Failure) else "judged" for a in answers]
    assert codes == ["judged", "empty_review", "no_words", "review_too_long", "judged"]


@pytest.mark.parametrize("explain", [False, True])
def test_numbers_that_only_look_like_a_score_are_no_words(
    artifact: Artifact, explain: bool
) -> None:
    joined, judged = predict(artifact, "1,2,3/4,5,6", "good film", explain=explain)
    assert isinstance(joined, Failure)
    assert (joined.id, joined.error.code) == ("0", "no_words")
    assert isinstance(judged, Prediction)


@given(text=st.text("0123/.,-★a ", min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_has_no_token_has_no_verdict_explained_or_not(artifact: Artifact, text: str) -> None:
    (plain,), (explained,) = (predict(artifact, text, explain=explain) for explain in (False, True))
    if isinstance(plain, Prediction) and isinstance(explained, Prediction):
        assert plain.tokens.read > 0
        assert plain.probability == pytest.approx(explained.probability)
    else:
        assert plain == explained


def test_nothing_judgeable_is_answered_too(artifact: Artifact) -> None:
    assert isinstance(predict(artifact, "")[0], Failure)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("the film was good , not very bad !", []),
        ("good film", ["short"]),
        ("the film was <b>good</b> , not very bad &amp; dull", []),
        ("the film was g\u200bood , not very bad !", ["altered"]),
        ("der Film war sehr gut und nicht zu lang", ["other_language"]),
        ("xkcd foo the film bar qux quux baz blah", ["unknown_words"]),
        ("фильм хороший , not very bad !", ["other_language", "short"]),
    ],
)
def test_flags(artifact: Artifact, text: str, flags: list[str]) -> None:
    assert one(artifact, text).flags == flags


def test_unknown_words_make_it_uncertain(artifact: Artifact) -> None:
    artifact.weights["head.bias"][:] = 50  # as sure as can be
    assert not one(artifact, "good film").uncertain
    assert one(artifact, "guter Streifen").uncertain


def test_what_makes_it_uncertain_is_described() -> None:
    described = Prediction.model_fields["uncertain"].description or ""
    assert all(f"`{flag}`" in described for flag in NOT_READ)


def test_confidence_is_of_the_sentiment(artifact: Artifact) -> None:
    for bias in (-50, 50):
        artifact.weights["head.bias"][:] = bias
        answer = one(artifact, "good film")
        assert answer.sentiment == ("positive" if bias > 0 else "negative")
        assert answer.confidence == pytest.approx(1)
        assert answer.probability == pytest.approx(float(bias > 0))


def test_a_long_review_is_read_whole(artifact: Artifact) -> None:
    text = "good " * 20 + "film " * 3900 + "bad "
    answer = one(artifact, text, explain=True)
    assert (answer.tokens.read, answer.tokens.total) == (3921, 3921)
    assert answer.explanation is not None
    assert answer.explanation.words.share[-1] < answer.explanation.words.share[-2]


def test_an_answer_never_depends_on_being_explained(artifact: Artifact) -> None:
    for text in ("not good", "the film was dull . " * 9):
        assert one(artifact, text, explain=True).probability == pytest.approx(
            one(artifact, text).probability, abs=1e-6
        )


def test_probabilities_are_those_of_predictions(artifact: Artifact) -> None:
    texts = ["<b>good</b> film", "not b\u200bad", "🚀", ""]
    found = Predictor(artifact).probabilities(texts)
    assert found[:2] == pytest.approx([one(artifact, text).probability for text in texts[:2]])
    assert found[2:].tolist() == [0.5, 0.5]


def test_explanation_adds_up_to_the_probability(artifact: Artifact) -> None:
    answer = one(artifact, "not a <i>dull</i> film, it's good!", explain=True)
    explanation = answer.explanation
    assert explanation is not None
    total = explanation.baseline + sum(explanation.words.share)
    assert total == pytest.approx(explanation.logit, abs=1e-6)
    assert artifact.calibration.probability(total) == pytest.approx(answer.probability)
    assert explanation.altered == ["markup"]


def test_company_changes_nothing(artifact: Artifact) -> None:
    texts = ["good film", "the film was dull . " * 9, "not bad", "fun ! " * 30]
    together = predict(artifact, *texts)
    for text, answer in zip(texts, together, strict=True):
        assert isinstance(answer, Prediction)
        assert one(artifact, text).probability == pytest.approx(answer.probability, abs=1e-6)


def test_more_than_an_answer_holds_is_not_explained(artifact: Artifact) -> None:
    texts = ["a." * 10_000] * 13
    with pytest.raises(BodyTooLarge, match="more than 3,000,000 bytes"):
        predict(artifact, *texts, explain=True)
    assert len(predict(artifact, *texts)) == 13


def test_what_fits_is_explained(artifact: Artifact, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even the shortest answer, in which no word has a share."""
    for name in ("head.weight", "head.bias"):
        artifact.weights[name][:] = 0
    [answer] = predict(artifact, "." * 299 + "a", explain=True)
    n_bytes = len(answer.model_dump_json(exclude_none=True))
    monkeypatch.setattr("model.predict.MAX_ANSWER_BYTES", n_bytes)
    assert predict(artifact, "." * 299 + "a", explain=True)


@pytest.mark.parametrize("explain", [False, True])
def test_an_answer_leaves_no_garbage(artifact: Artifact, explain: bool) -> None:
    """The server looks for garbage so rarely because there is none."""
    predict(artifact, "good film", "", explain=explain)
    gc.collect()
    with_cycle: list[object] = []
    with_cycle.append(with_cycle)
    del with_cycle
    assert gc.collect() == 1
    predict(artifact, "good film. Not very bad!", "", "<b>dull</b>", explain=explain)
    assert gc.collect() == 0
