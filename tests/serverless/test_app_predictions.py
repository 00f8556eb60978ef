"""POST /v1/predictions with JSON: every review gets its own answer, in order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from model.contract.limits import MAX_CHARACTERS, MAX_REVIEWS
from model.contract.schema import PredictionResponse
from tests.serverless.stand_ins import Api, WordEndpoint


def test_reviews_are_judged_in_order(api: Api) -> None:
    reply = api.predict("A good film.", "A dull film.", "So good that I went twice.")
    assert reply.status == 200
    assert reply.content_type == "application/json"
    answer = PredictionResponse.model_validate_json(reply.text)
    assert [item.id for item in answer.predictions] == ["r0", "r1", "r2"]
    assert [item["sentiment"] for item in reply.json["predictions"]] == [
        "positive",
        "negative",
        "positive",
    ]
    assert reply.json["model"] == {"name": "one-word", "version": "1"}


def test_a_bad_review_does_not_fail_the_others(api: Api, endpoint: WordEndpoint) -> None:
    reply = api.predict("", "A good film.", "x" * (MAX_CHARACTERS + 1), "🚀 !!!", "A dull film.")
    codes = [item.get("error", {}).get("code") for item in reply.json["predictions"]]
    assert reply.status == 200
    assert codes == ["empty_review", None, "review_too_long", "no_words", None]
    assert [item["id"] for item in reply.json["predictions"]] == ["r0", "r1", "r2", "r3", "r4"]
    assert endpoint.texts == ["A good film.", "A dull film."]
    assert len(endpoint.asked) == 1


def test_the_endpoint_gets_clean_text(api: Api, endpoint: WordEndpoint) -> None:
    api.predict("Not<br />good &amp; g\u200bood")
    assert endpoint.texts == ["Not\ngood & good"]


def test_a_disguised_review_is_flagged_though_the_endpoint_cannot_see_it(api: Api) -> None:
    reply = api.predict("A g\u200bood film", "A <b>good</b> film", "g\u043e\u043ed")
    flags = [item["flags"] for item in reply.json["predictions"]]
    assert flags == [["altered"], [], ["altered", "short"]]


def test_the_explanation_says_what_the_lambda_altered(api: Api) -> None:
    reply = api.predict("A <b>g\u200bood</b> film", explain=True)
    explanation = reply.json["predictions"][0]["explanation"]
    assert explanation["altered"] == ["invisible", "markup"]
    assert explanation["text"] == "A good film"


def test_without_explain_there_is_no_explanation(api: Api) -> None:
    assert "explanation" not in api.predict("A good film.").json["predictions"][0]


def test_when_no_review_can_be_judged_the_model_is_still_named(
    api: Api, endpoint: WordEndpoint
) -> None:
    reply = api.predict("", " ")
    assert reply.status == 200
    assert reply.json["model"] == {"name": "one-word", "version": "1"}
    assert [item["error"]["code"] for item in reply.json["predictions"]] == ["empty_review"] * 2
    assert len(endpoint.asked) == 1


def test_the_same_id_twice_is_no_confusion(api: Api) -> None:
    review = {"id": "same", "text": "A good film."}
    reply = api.post({"reviews": [review, {"id": "same", "text": ""}, review]})
    kinds = ["error" in item for item in reply.json["predictions"]]
    assert kinds == [False, True, False]


def test_as_many_reviews_as_allowed(api: Api) -> None:
    assert len(api.predict(*["good"] * MAX_REVIEWS).json["predictions"]) == MAX_REVIEWS


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
@settings(deadline=None)  # the first look at the Unicode tables takes long
def test_one_item_for_each_review_whatever_it_says(texts: list[str]) -> None:
    endpoint = WordEndpoint()
    reply = Api(endpoint).predict(*texts)
    assert reply.status == 200
    items = reply.json["predictions"]
    assert [item["id"] for item in items] == [f"r{i}" for i in range(len(texts))]
    judged = sum("sentiment" in item for item in items)
    assert judged == len(endpoint.texts) or (judged == 0 and len(endpoint.texts) == 1)
