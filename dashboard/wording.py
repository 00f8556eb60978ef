"""What the model says, in words for people. The only place that words a verdict."""

import re

from model.contract.schema import Alteration, Flag, Prediction

CLEAR_FROM = 0.95

_ALTERATIONS: dict[Alteration, str] = {
    "entities": "decoded HTML entities",
    "invisible": "removed hidden characters",
    "lookalikes": "replaced letters that only look Latin",
    "markup": "removed HTML",
    "mojibake": "repaired broken characters",
}


def verdict(prediction: Prediction) -> str:
    if prediction.uncertain:
        return "Hard to tell"
    strength = "Clearly" if prediction.confidence >= CLEAR_FROM else "Probably"
    return f"{strength} {prediction.sentiment}"


def meaning(prediction: Prediction) -> str:
    """What the number under the verdict says."""
    share = percent(prediction.confidence)
    if prediction.uncertain:
        return f"It leans {prediction.sentiment} ({share}), too little to rely on."
    return (
        f"Of 100 reviews that the model is this sure of, {_of_hundred(prediction.confidence)} "
        f"really are {prediction.sentiment}."
    )


def uncertainty(prediction: Prediction) -> str:
    if "other_language" in prediction.flags:
        return "The model only reads English, so its number means little here. Read the review."
    if "unknown_words" in prediction.flags:
        return "The model hardly knows these words, so its number means little. Read the review."
    return (
        "The model cannot tell well enough to act on. Mixed, ironic and very short reviews "
        "often end up here: read it yourself."
    )


def flags(prediction: Prediction) -> list[str]:
    return [_flag(name) for name in prediction.flags]


def _flag(name: Flag) -> str:
    sentences: dict[Flag, str] = {
        "altered": "It contained hidden, look-alike or broken characters; they were repaired.",
        "other_language": "It seems not to be in English, the only language the model reads.",
        "short": "Very short: a few words seldom say enough to be sure.",
        "unknown_words": "Hardly any words that the model knows: names, slang or numbers.",
    }
    return sentences[name]


def alterations(altered: list[Alteration]) -> str:
    return f"Before reading, the model {', '.join(_ALTERATIONS[name] for name in altered)}."


def percent(share: float) -> str:
    """Never 0% or 100% of what is not quite: the model is never certain."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def _of_hundred(confidence: float) -> str:
    n = round(100 * confidence)
    return "over 99" if n == 100 else f"about {n}"


def escaped(text: str) -> str:
    """For Streamlit, which reads most text as Markdown: a file's name may hold a picture."""
    return re.sub(r"([\\`*\[\]<>$#~|])", r"\\\1", text)


def duration(seconds: float) -> str:
    if seconds < 60:
        return "less than a minute"
    if seconds < 5400:
        return f"about {count(round(seconds / 60), 'minute')}"
    return f"about {count(round(seconds / 3600), 'hour')}"


def count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
