"""What is wrong with a request that breaks the schema, in plain words."""

from pydantic import ValidationError

from model.contract.errors import InvalidRequest, MalformedBody
from model.contract.schema import FieldError

# A body of a million wrong fields must not become an answer of a million sentences.
_MAX_FIELD_ERRORS = 20
_MAX_POINTER_CHARACTERS = 200

_SENTENCES = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no field of this name.",
}


def refusal(error: ValidationError) -> InvalidRequest:
    """What pydantic says, in plain words: MalformedBody, or the first fields that are wrong."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return MalformedBody(f"{found[0]['msg']}. {MalformedBody.default_detail}")
    return InvalidRequest(
        fields=[
            FieldError(
                pointer=_pointer(each["loc"]),
                detail=_SENTENCES.get(each["type"], f"{each['msg']}."),
            )
            for each in found[:_MAX_FIELD_ERRORS]
        ]
    )


def in_a_sentence(refused: InvalidRequest) -> str:
    """For an answer that has no list of fields."""
    if not refused.fields:
        return refused.detail
    fields = [f"{field.pointer or '/'}: {field.detail.rstrip('.')}" for field in refused.fields]
    sentence = f"The request does not follow the schema: {'; '.join(fields)}."
    return " ".join(sentence.split())  # a field's name may hold newlines


def _pointer(location: tuple[int | str, ...]) -> str:
    """RFC 6901: `~` and `/` inside a name are escaped."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in location)
    return "".join(f"/{step}" for step in steps)[:_MAX_POINTER_CHARACTERS]
