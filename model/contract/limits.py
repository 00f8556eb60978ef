"""The limits that every layer enforces and documents."""

MAX_REVIEWS = 64  # reviews in one request
MAX_CHARACTERS = 20_000  # characters in one review, as sent
MAX_ID_CHARACTERS = 128
MAX_BODY_BYTES = 2_000_000  # bytes in one request body
