"""The API: the Lambda, its deployment, and what stands for AWS on one's own machine.

In the Lambda: `handler` > `app` > `routes` > `predict`, `body`, `call`; `endpoint`, which alone
talks to AWS, with its `retry_budget`; `settings`. On one's own machine only: `gateway` (stands for
API Gateway), `stack` and `model_process` (the whole chain); `package` builds the Lambda's zip.
Never here: torch, pandas, anything of `model` but its contract.
"""
