"""The limits that every layer enforces or documents."""

MAX_REVIEWS = 256  # reviews in one request
MAX_CHARACTERS = 20_000  # characters in one review, as sent
MAX_ID_CHARACTERS = 128
MAX_BODY_BYTES = 2_000_000  # bytes in one request body
# Lambda's answer may have 6,291,556, in which each byte of the body can take two.
MAX_ANSWER_BYTES = 3_000_000
# In one request of JSON Lines: as many of the shortest reviews as a real-time endpoint's 6 MiB
# hold, so that no shard of reviews is refused. Each empty line is a hundred bytes of answer.
MAX_LINES = 300_000
UNCERTAIN_BELOW = 0.7  # confidence under which a verdict is called uncertain
