"""`python -m model.card`: see model/card/write.py."""

from model.card.write import main

if __name__ == "__main__":
    main()
