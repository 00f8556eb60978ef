"""From data to a private, scaled, watched SageMaker endpoint, and back to nothing.

`python -m model.cloud --help` lists the commands; command_line.py names the module of each.
Only this package knows AWS's SageMaker SDK, and loads it when a command needs it.
"""
