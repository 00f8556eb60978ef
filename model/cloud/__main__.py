"""`python -m model.cloud`."""

from model.cloud.command_line import main

if __name__ == "__main__":
    main()
