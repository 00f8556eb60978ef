"""The limits that every layer enforces or documents."""

MAX_REVIEWS = 256  # reviews in one request
MAX_CHARACTERS = 20_000  # characters in one review, as sent
MAX_ID_CHARACTERS = 128
MAX_BODY_BYTES = 2_000_000  # bytes in one request body
UNCERTAIN_BELOW = 0.7  # confidence under which a verdict is called uncertain
