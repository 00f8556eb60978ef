"""What the model says, in words for people. The only place that words a verdict."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from model.contract.schema import NOT_READ, Alteration, Explanation, Flag, Prediction

CLEAR_FROM = 0.95
_MANY = 0.1  # share of the reviews from which it has to be said
_BALANCED = 0.6  # of the stronger side; from there the weaker one counts

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
    """What the number under the verdict says; it was measured on film reviews."""
    n = _of_hundred(prediction.confidence)
    if not NOT_READ.isdisjoint(prediction.flags):
        return "The model cannot read it, so there is no number."
    if prediction.uncertain and round(100 * prediction.confidence) == 50:
        return "It leans to neither side."
    if prediction.uncertain:
        leans = f"It leans {prediction.sentiment}: measured on film reviews, {n} of 100 such were."
        return f"{leans} Too few to rely on."
    right = f"{n} of 100 that it was this sure of really were {prediction.sentiment}"
    return f"Measured on film reviews, {right}."


def uncertainty(prediction: Prediction) -> str:
    """Why a verdict is uncertain, and what to do about it."""
    if "other_language" in prediction.flags:
        return "The model only reads English. Read the review yourself."
    if "unknown_words" in prediction.flags:
        return "The model hardly knows these words. Read the review yourself."
    return f"{_balance(prediction.explanation)} Read it yourself before you act on it."


def _balance(explanation: Explanation | None) -> str:
    shares = explanation.words.share if explanation else []
    praise, blame = sum(s for s in shares if s > 0), -sum(s for s in shares if s < 0)
    weaker, stronger = sorted([praise, blame])
    if weaker >= _BALANCED * stronger > 0:
        numbers = f"all words together +{praise:.1f} against −{blame:.1f}"
        return f"Praise and blame nearly balance: {numbers}."
    return "Little in it speaks clearly for either side."


def was_read(prediction: Prediction) -> str:
    """What the model got to see of the review."""
    altered = prediction.explanation.altered if prediction.explanation else []
    n = prediction.tokens.read
    read = (
        f"Read from the first to the last of its {n:,} words and signs."
        if n > 1
        else "Read: one word."
    )
    return f"{read} {alterations(altered)}" if altered else read


def flags(prediction: Prediction) -> list[str]:
    told = bool(prediction.explanation and prediction.explanation.altered)  # by was_read()
    return [_flag(name) for name in prediction.flags if not (told and name == "altered")]


def _flag(name: Flag) -> str:
    sentences: dict[Flag, str] = {
        "altered": "It contained hidden, look-alike or broken characters; they were repaired.",
        "other_language": "It seems not to be in English, the only language the model reads.",
        "short": "Very short: a few words seldom say enough to be sure.",
        "unknown_words": "Hardly any words that the model knows: names, slang or numbers.",
    }
    return sentences[name]


def flag_names(flags: str) -> str:
    """The column of flags, in words: “short; altered” -> “very short, repaired characters”."""
    names = {
        "altered": "repaired characters",
        "other_language": "not English?",
        "short": "very short",
        "unknown_words": "unknown words",
    }
    return ", ".join(names.get(flag, flag) for flag in flags.split("; "))


def alterations(altered: list[Alteration]) -> str:
    return f"Before reading, the model {', '.join(_ALTERATIONS[name] for name in altered)}."


def percent(share: float, decimals: int = 0) -> str:
    """Never 0% or 100% of what is not quite: the model is never certain."""
    least = 0.01 / 10**decimals
    if 0 < share < least:
        return f"under {least:.{decimals}%}"
    if 1 - least < share < 1:
        return f"over {1 - least:.{decimals}%}"
    return f"{share:.{decimals}%}"


def percents(low: float, high: float) -> tuple[str, str]:
    """Two shares; with a decimal, if they differ and it would not be seen."""
    decimals = 1 if low != high and percent(low) == percent(high) else 0
    return percent(low, decimals), percent(high, decimals)


def between(low: float, high: float) -> str:
    """An interval of shares."""
    return " to ".join(percents(low, high))


def points(share: float) -> str:
    """A difference of shares, in points: +12, 0, −3."""
    n = round(100 * share)
    return f"{n:+d}".replace("-", "−") if n else "0"


def destination(url: str) -> str:
    """Host, and whether what goes there can be read on the way."""
    parts = urlsplit(url)
    how = "encrypted" if parts.scheme == "https" else "not encrypted"
    return f"{escaped(parts.netloc)}, {how}"


def not_read(n: int, of: int) -> str:
    """Where it is many reviews that the model cannot read; else nothing."""
    if not n or n < _MANY * of:
        return ""
    return (
        f"{count(n, 'review')} of {of:,} seem not to be in English, or hardly in words that the "
        "model knows. No share counts them."
    )


def _of_hundred(confidence: float) -> str:
    n = round(100 * confidence)
    return "over 99" if n == 100 else f"about {n}"


def escaped(text: str) -> str:
    """For Streamlit, which reads most text as Markdown: a file's name may hold a picture.

    All of ASCII's signs, so that a formula or `:joy:` stays as it was written.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def day(when: datetime) -> str:
    """3 March 2025."""
    return f"{when:%-d %B %Y}"


def moment(timestamp: float) -> str:
    """On the clock of this machine: 3 March 2025, 14:05."""
    return f"{datetime.fromtimestamp(timestamp).astimezone():%-d %B %Y, %H:%M}"


def duration(seconds: float) -> str:
    if seconds < 60:
        return "less than a minute"
    if seconds < 5400:
        return f"about {count(round(seconds / 60), 'minute')}"
    return f"about {count(round(seconds / 3600), 'hour')}"


def money(dollars: float) -> str:
    return "under 1 cent" if dollars < 0.01 else f"about ${dollars:,.2f}"


def milliseconds(seconds: float) -> str:
    return f"{max(1000 * seconds, 1):,.0f} ms"


def count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
