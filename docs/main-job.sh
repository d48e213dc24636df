#!/usr/bin/env bash
# The main job through the REST API, with curl alone: a directive from its draft at the city's office to its result in a commune.
#
# It runs against the demonstration. In one window:   go run . demo --data /tmp/congvan-demo
# and in another:                                     CONGVAN_DATA=/tmp/congvan-demo docs/main-job.sh
#
# Each person acts with a token of his own. Where the variable of a person (DRAFTER, LEADER …) is not set, "congvan token" makes him one.
set -euo pipefail
cd "$(dirname "$0")"
server=${CONGVAN_SERVER:-http://127.0.0.1:8080}
paper=${1:-main-job.pdf}

token() { (cd .. && go run . token --account "$1" --name main-job.sh --for 1h); }
drafter=${DRAFTER:-$(token thanhpho.chuyenvien)}         # the city's officer for land
leader=${LEADER:-$(token thanhpho.pct2)}                 # the city's vice-chairman for land
clerk=${CLERK:-$(token thanhpho.vanthu)}                 # the city's clerk, who keeps the seal
ward_clerk=${WARD_CLERK:-$(token hoankiem.vanthu)}       # the clerk of phường Hoàn Kiếm
ward_leader=${WARD_LEADER:-$(token hoankiem.pct2)}       # its vice-chairman for land
ward_officer=${WARD_OFFICER:-$(token hoankiem.diachinh)} # its officer for land

headers=$(mktemp)
trap 'rm -f "$headers"' EXIT

# ask TOKEN METHOD PATH [curl's options]: prints the body, keeps the headers; a refusal ends the script with the problem in words.
ask() {
  local token=$1 method=$2 path=$3 body status
  shift 3
  body=$(curl --silent --show-error --dump-header "$headers" --request "$method" --header "Authorization: Bearer $token" --header 'Accept-Language: en' \
    --write-out '\n%{http_code}' "$@" "$server/api/v1$path")
  status=${body##*$'\n'}
  body=${body%$'\n'*}
  if [ "$status" -ge 400 ]; then
    echo "$method $path: $status $body" >&2
    return 1
  fi
  printf '%s\n' "$body"
}
header() { sed -n "s/^$1: *//Ip" "$headers" | tr -d '\r'; }
# first NAME: the first value of that name in the JSON on stdin.
first() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }
json='Content-Type: application/json'

echo '1. the officer drafts a directive'
draft='"kind":"CV","subject":"rà soát đất công ích trên địa bàn","urgency":"khan","trial":true,"notation":"UBND-NNMT","fields":["07"]'
ask "$drafter" POST /documents --header "$json" --header "Idempotency-Key: main-job-$$" --data "{$draft}" >/dev/null
document=$(header Location)
document=${document#/api/v1}
version=$(header ETag)

echo '2. … names the leader who may sign it'
signer=$(ask "$drafter" GET "$document/signers" | grep -o '"may":true,"name":"Đinh Công Lập","post":"[^"]*"' | first post)
ask "$drafter" PUT "$document" --header "$json" --header "If-Match: $version" --data "{$draft,\"signer_post\":\"$signer\"}" >/dev/null

echo '3. … uploads the paper and submits it'
ask "$drafter" PUT "$document/file?name=cong-van.pdf" --header 'Content-Type: application/pdf' --header "If-Match: $(header ETag)" --data-binary "@$paper" >/dev/null
ask "$drafter" POST "$document/submit" --header "$json" --header "If-Match: $(header ETag)" --data '{"holds_no_state_secret":true}' >/dev/null

echo '4. the leader signs: number, date, stamp and signature in one act'
echo "   $(ask "$leader" POST "$document/sign" --header "If-Match: $(header ETag)" | first code)"

echo '5. the clerk puts the seal'
ask "$clerk" POST "$document/seal" --header "If-Match: $(header ETag)" >/dev/null

echo '6. … looks at who would get it in the commune'
recipient=$(ask "$clerk" GET /recipients | grep -o '"id":"[^"]*","locality":"00070"' | first id)
ask "$clerk" POST "$document/preview" --header "$json" --data "{\"recipients\":[\"$recipient\"]}" | grep -o '"leader":"[^"]*"' | sed 's/^/   /'

echo '7. … dispatches it, and once again in case the answer was lost: nothing is sent twice'
for _ in 1 2; do
  ask "$clerk" POST "$document/dispatch" --header "$json" --header "Idempotency-Key: main-job-$$" --data "{\"recipients\":[\"$recipient\"],\"flagged_seen\":true}" >/dev/null
done
job=$(header Location)

echo '8. … and follows the job until it has arrived'
until ask "$clerk" GET "${job#/api/v1}" | grep -q '"state":"done"'; do sleep 1; done
delivery=/deliveries/$(ask "$clerk" GET "$document/dispatch/deliveries" | first id)

echo '9. the clerk of the commune takes it in'
ask "$ward_clerk" GET "$delivery" >/dev/null
ask "$ward_clerk" POST "$delivery/register" --header "$json" --header "If-Match: $(header ETag)" --data '{"fields":["07"]}' | grep -o '"number_in":[0-9]*' | sed 's/^/   /'

echo '10. the vice-chairman in charge asks why it came to him'
ask "$ward_leader" GET "$delivery/explanation" | first answer | sed 's/^/   /'

echo '11. … and gives the work to the officer for land'
handler=$(ask "$ward_officer" GET /me | grep -o '"posts":\[.*' | first id)
ask "$ward_leader" GET "$delivery" >/dev/null
ask "$ward_leader" POST "$delivery/assign" --header "$json" --header "If-Match: $(header ETag)" --data "{\"handler\":\"$handler\",\"text\":\"Báo cáo tôi trong tuần.\"}" >/dev/null

echo '12. the officer starts and finishes it'
ask "$ward_officer" POST "$delivery/start" --header "If-Match: $(header ETag)" >/dev/null
ask "$ward_officer" POST "$delivery/finish" --header "$json" --header "If-Match: $(header ETag)" --data '{"note":"Đã rà soát 14 thửa."}' >/dev/null

echo '13. the city sees the result'
ask "$clerk" GET "$document/dispatch" | grep -o '"counts":{[^}]*}' | sed 's/^/   /'
