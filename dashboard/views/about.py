"""The About page: who answers and how fast, what happens to reviews, and the model's card."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import connection, wording
from dashboard.api import latency, model_card
from dashboard.api.client import ApiError
from dashboard.views import about_data, cards
from dashboard.views.cards import Card
from model.contract.schema import ModelInfo, Review

PROBE = [Review(id="probe", text="A short review, to see how long an answer takes.")]

LIMITS = """
- It reads English. Other languages are marked as such and called uncertain.
- It learned from film reviews. Of other subjects it knows less: check a sample with Evaluate.
- Irony goes past it, and negation, change over time and neutral remarks more often than plain
  praise and blame.
- A review that praises and blames still gets one verdict. Mostly that is then called uncertain.
- It says what a text says, not whether that is true, and nothing about the person who wrote it.
"""

OWN_ENDPOINT = """
The dashboard knows one setting, the address of the API. Put your own into the environment:

```sh
SENTIMENT_API_URL=https://abc123.execute-api.eu-west-1.amazonaws.com ./scripts/run
```

or into the file `.streamlit/secrets.toml`:

```toml
SENTIMENT_API_URL = "https://abc123.execute-api.eu-west-1.amazonaws.com"
```

The README says how to deploy the API into your AWS account. Without the setting, a model on this
machine answers.
"""


def show_who_answers(model: ModelInfo) -> None:
    """The cards stand at once, so that nothing below them moves when the time is known."""
    place = st.empty()
    show_cards(place, model, "…", "measuring")
    try:
        measured = latency.measure(lambda: connection.client().predict(PROBE))
    except ApiError as error:
        show_cards(place, model, "–", "no answer")
        st.error(wording.escaped(str(error)))
        return
    slowest = f"slowest of {latency.TIMES}: {wording.milliseconds(measured.slowest_s)}"
    show_cards(place, model, wording.milliseconds(measured.median_s), slowest)


def show_cards(place: DeltaGenerator, model: ModelInfo, took: str, more: str) -> None:
    who = Card("Model and version", model.name, model.version)
    with place.container():
        cards.show([who, Card("A short review takes", took, more)], f"cards-{more}")


def show_model_card(model: ModelInfo) -> None:
    card = model_card.find(model)
    if card is None:
        st.markdown("There is no card of this model on this machine. Ask who runs the API for it.")
        return
    with st.expander("Read the model card: what was measured, on what, and how"):
        for part in card:
            if isinstance(part, str):
                st.markdown(part)
            else:
                st.image(part.path, alt=part.alt)


connected = connection.show_header("About")
st.markdown(
    "Each review is judged by a small recurrent network: positive or negative, with a probability "
    "that was calibrated on film reviews, and with each word's share in the verdict."
)
if connected:
    show_who_answers(connection.model(connection.settings()))
st.header("What happens to your reviews", anchor=False)
about_data.show()
st.header("What it is not good at", anchor=False)
st.markdown(LIMITS)
if connected:
    st.header("The model's card", anchor=False)
    show_model_card(connection.model(connection.settings()))
st.header("Your own AWS endpoint", anchor=False)
st.markdown(OWN_ENDPOINT)
