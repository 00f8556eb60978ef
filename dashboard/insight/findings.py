"""What a sample says, found together: the words that push, the topics, and sentences to quote."""

from dataclasses import dataclass

import pandas as pd

from dashboard.insight import drivers, topics
from dashboard.insight.explained import Explained

_QUOTED = 4  # words of each side
_TOPICS_QUOTED = 5


@dataclass(frozen=True)
class Findings:
    n: int  # reviews in the sample
    drivers: pd.DataFrame  # drivers.drivers()
    in_nearly_all: list[str]  # words that are left out of them for it
    examples: pd.DataFrame  # for those that push most: phrase, effect, reviews, text
    topics: pd.DataFrame  # topics.topics()
    said: pd.DataFrame  # topics.sentences_about() the first of them


def find(known: Explained) -> Findings:
    pushing, spoken = drivers.drivers(known), topics.topics(known)
    said = topics.sentences_about(known, spoken["topic"].tolist()[:_TOPICS_QUOTED])
    common = drivers.in_nearly_all(known)
    return Findings(known.n, pushing, common, _examples(known, pushing), spoken, said)


def _examples(known: Explained, pushing: pd.DataFrame) -> pd.DataFrame:
    """The sentence that shows it best; a phrase without one is left out."""
    most = pd.concat([pushing.head(_QUOTED), pushing.tail(_QUOTED)]).drop_duplicates("phrase")
    found = []
    for phrase, effect, n in most[["phrase", "effect", "reviews"]].itertuples(index=False):
        example = drivers.example(known, phrase, effect)
        if example is not None:
            found.append((phrase, effect, n, example["text"]))
    return pd.DataFrame(found, columns=["phrase", "effect", "reviews", "text"])
