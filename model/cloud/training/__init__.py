"""Training and tuning jobs: model/train.py, as it is, in SageMaker's container for torch.

train.py    the command for one job
tune.py     the command for many, over ranges of settings
trainer.py  what both ask SageMaker for
source.py   the code that is sent along
"""
