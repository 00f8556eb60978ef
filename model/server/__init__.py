"""The model server: SageMaker's container contract around any inference.py with the four functions.

__main__.py  the command and its settings
app.py       the routes
runtime.py   what the SageMaker runtime makes of the container's answers
program.py   the functions of an inference.py, found and called as SageMaker's toolkit does
formats.py   what the toolkit does for an inference.py that leaves a function out

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
"""
