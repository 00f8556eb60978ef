"""Batch Transform: a file of any size through the model, without an endpoint.

command.py  the command, its estimate
table.py    the CSV, row by row
shards.py   the CSV cut into JSON Lines, each with the answers' place
batch.py    the shards and their answers in S3, and the jobs between them
answers.py  the answers as columns beside the file's own

https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
"""
