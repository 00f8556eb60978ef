"""English words that hold sentences together, and say nothing alone."""

# fmt: off
NEGATORS = frozenset({"no", "not", "never", "nothing", "without", "hardly", "n't", "didn't",
    "doesn't", "don't", "isn't", "wasn't", "won't", "can't", "couldn't", "wouldn't"})
# A word after one of these is mostly a noun, or on its way to one.
DETERMINERS = frozenset({"the", "a", "an", "my", "our", "your", "his", "her", "its", "their",
    "this", "that", "these", "those", "some", "any", "each", "every", "no"})
# What a clause may begin after, and what its subject may be followed by.
CONJUNCTIONS = frozenset({"and", "but", "because", "although", "though", "while"})
AUXILIARIES = frozenset({"is", "are", "was", "were", "isn't", "wasn't", "has", "had"})
# Articles, pronouns, prepositions, conjunctions and auxiliaries: nobody praises by these.
GRAMMAR = (DETERMINERS | CONJUNCTIONS | AUXILIARIES | frozenset({
    "i", "me", "we", "us", "you", "he", "him", "she", "it", "they", "them", "myself", "itself",
    "themselves", "who", "whom", "whose", "which", "what", "when", "where", "why", "how", "or",
    "nor", "so", "yet", "if", "then", "than", "as", "until", "unless", "since", "of", "in", "on",
    "at", "by", "for", "from", "to", "with", "into", "onto", "over", "under", "about", "after",
    "before", "between", "through", "during", "against", "within", "am", "be", "been", "being",
    "do", "does", "did", "doing", "have", "having", "will", "would", "shall", "should", "can",
    "could", "may", "might", "must", "i'm", "i've", "it's", "that's", "there's", "he's", "she's",
    "they're", "we're", "you're", "i'd", "i'll", "'s", "s", "t", "ve", "re", "ll", "d", "m",
})) - NEGATORS
FUNCTION_WORDS = NEGATORS | GRAMMAR | frozenset({
    "off", "out", "up", "down", "done", "let", "get", "got", "gets", "go", "goes", "went", "going",
    "come", "came", "make", "makes", "made", "take", "took", "very", "too", "just", "only", "even",
    "also", "still", "again", "once", "here", "there", "now", "all", "both", "such", "own", "same",
    "other", "another", "more", "most", "much", "many", "few", "less", "one", "two", "three",
    "first", "ever", "really", "quite", "rather", "almost", "around", "away", "back", "well",
    "like", "said", "says", "say",
})
# Nouns that name nothing one could have an opinion of.
EMPTY_NOUNS = frozenset({"lot", "lots", "bit", "thing", "things", "way", "ways", "kind", "sort",
    "fact", "end", "rest", "time", "times", "day", "days", "year", "years", "hour", "hours",
    "minute", "minutes", "week", "weeks", "month", "months", "night", "part", "parts", "side",
    "half", "point", "people", "person", "man", "men", "woman", "women", "someone", "everyone",
    "anyone", "something", "anything", "everything", "nobody", "everybody", "reason", "case",
    "number", "couple", "few", "whole", "next", "last", "second", "little", "moment", "life",
    "world", "hand", "head", "morning", "evening", "afternoon", "seconds", "type"})
# fmt: on
