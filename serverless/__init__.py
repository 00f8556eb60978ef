"""The API: the Lambda, its deployment, and what stands for AWS on one's own machine.

In the Lambda: `handler` > `app` > `routes` > `predict`, `body`, `call`; `endpoint`, which alone
talks to AWS, with its `retry_budget` and `deadline`; `record`, what is written down of a request;
`settings`.
`authorizer` is a Lambda of its own, where a key is asked for.

On one's own machine only: `gateway` (stands for API Gateway) > `admission`, `gateway_event` >
`deployment` (what it is told to do); `stack` and `model_process` (the whole chain); `package`
builds the Lambda's zip, `reference` the documents of the API. `serverless.yml` and `resources/`
say what is deployed.
Never here: torch, pandas, anything of `model` but its contract.
"""
