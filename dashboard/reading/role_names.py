"""Names by which columns, and labels by which values, are known; in several languages."""

import re
from collections.abc import Iterable

# fmt: off
REVIEW_NAMES = frozenset({
    "review", "reviews", "text", "comment", "comments", "feedback", "content", "body", "message",
    "opinion", "tweet", "verbatim", "kommentar", "bewertung", "avis", "commentaire", "texto",
    "comentario", "opinión", "reseña", "recensione", "testo",
})
DATE_NAMES = frozenset({
    "date", "time", "timestamp", "created", "posted", "submitted", "when", "day", "month", "year",
    "datum", "fecha", "data", "at", "ts", "epoch", "unix",
})
STAR_NAMES = frozenset({
    "rating", "ratings", "stars", "star", "score", "overall", "rate", "sterne", "note", "estrellas",
    "puntuación", "calificación", "bewertung", "voto",
})
LABEL_NAMES = frozenset({
    "label", "labels", "sentiment", "target", "class", "polarity", "recommended", "recommend",
    "recommends", "recommendation", "weiterempfehlung", "truth", "gold", "liked", "voted",
})
GROUP_NAMES = frozenset({
    "product", "category", "brand", "department", "division", "class", "hotel", "restaurant",
    "store", "shop", "branch", "country", "city", "region", "state", "location", "airline",
    "channel", "source", "segment", "type", "genre", "language", "version", "platform", "gender",
    "group", "topic", "produkt", "kategorie", "land", "stadt", "filiale",
})
HEADLINE_NAMES = frozenset({
    "title", "headline", "summary", "subject", "heading", "titel", "betreff", "überschrift",
    "titre", "título", "titulo", "titolo", "resumen",
})
# Two columns of one review: what pleased, and what did not.
PRAISE_NAMES = frozenset({
    "positive", "pros", "liked", "likes", "best", "praise", "vorteile", "positiv", "avantages",
    "ventajas", "vantaggi",
})
BLAME_NAMES = frozenset({
    "negative", "cons", "disliked", "dislikes", "worst", "complaints", "nachteile", "negativ",
    "inconvénients", "desventajas", "svantaggi",
})
# An answer to a review, and a number that is not one reviewer's.
REPLY_NAMES = frozenset({"reply", "replies", "developer", "owner", "management"})
AVERAGE_NAMES = frozenset({"average", "avg", "mean"})
# Names of columns; a short review without a header above it hardly consists of these words alone.
OTHER_NAMES = frozenset({
    "id", "date", "rating", "ratings", "score", "stars", "label", "sentiment", "author", "user",
    "username", "name", "product", "category", "url", "datum", "fecha",
})
ALL_NAMES = REVIEW_NAMES.union(
    HEADLINE_NAMES, DATE_NAMES, STAR_NAMES, LABEL_NAMES, GROUP_NAMES, OTHER_NAMES
)
POSITIVE_LABELS = frozenset({
    "positive", "pos", "positiv", "positif", "positivo", "positiva", "good", "great", "happy",
    "satisfied", "gut", "zufrieden", "bon", "bien", "bueno", "buena", "buono", "goed", "bom",
    "recommend", "recommended",
})
NEGATIVE_LABELS = frozenset({
    "negative", "neg", "negativ", "négatif", "negatif", "negativo", "negativa", "bad", "poor",
    "unhappy", "dissatisfied", "schlecht", "unzufrieden", "mauvais", "mal", "malo", "mala",
    "cattivo", "slecht", "ruim", "not recommend", "not recommended",
})
LABEL_WORDS = POSITIVE_LABELS | NEGATIVE_LABELS | {
    "neutral", "neutre", "neutro", "mixed", "gemischt", "mixte", "mixto", "misto",
}
LABEL_NUMBERS = (
    {"0", "1"}, {"-1", "0", "1"}, {"0", "4"}, {"1", "2"}, {"true", "false"}, {"yes", "no"},
    {"ja", "nein"}, {"oui", "non"},
)
CLASSES = {"0", "1", "2", "3", "4"}  # from worst to best, counted from 0
# What a download adds to a file (results.annotated), by which it is known when it comes back.
OUR_MARK = "positive_probability"
OUR_COLUMNS = frozenset({
    "verdict", "predicted_sentiment", OUR_MARK, "confidence", "uncertain", "flags", "status",
    "detail", "decided", "error",
})
TWO_SCORES = ({"0", "1"}, {"-1", "1"}, {"-1", "0", "1"})
# fmt: on


def name_parts(name: str) -> set[str]:
    """“Review_Text” -> {"review", "text"}; a sentence is no name."""
    parts = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())
    return set(parts) if len(parts) <= 3 and not re.search(r"[.!?](?!\w)", name) else set()


def columns_named(columns: Iterable[str], names: frozenset[str]) -> list[str]:
    return [column for column in columns if name_parts(column) & names]


def columns_named_first(
    columns: Iterable[str], names: frozenset[str], beside: str = ""
) -> list[str]:
    """First those that share a word with the column `beside`, then those with fewer words."""
    columns, words_beside = list(columns), name_parts(beside)

    def rank(column: str) -> tuple[bool, int]:
        parts = name_parts(column)
        return not parts & words_beside, len(parts)

    named = sorted(columns_named(columns, names), key=rank)
    return [*named, *(column for column in columns if column not in named)]
