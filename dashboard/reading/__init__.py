"""From the bytes of an uploaded file to a table, and what each of its columns is for.

Whatever is wrong with a file is an UnreadableFile with a sentence for people.
"""
