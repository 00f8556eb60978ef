"""`python -m model.card`: see model/card/write.py."""

import tyro

from model.card.write import Settings, main

if __name__ == "__main__":
    main(tyro.cli(Settings))
