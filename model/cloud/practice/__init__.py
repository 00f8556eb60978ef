"""A stand-in for AWS on this machine, to try every command without an account.

It is moto (https://docs.getmoto.org), which remembers what is made but runs nothing, with what it
lacks added in moto_gaps.py, and the project's own model server in the place of the endpoint.
"""
