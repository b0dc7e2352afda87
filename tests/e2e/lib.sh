# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by the end-to-end tests: a scratch folder, a server, TAP lines and questions about JSON.
# Usage of a test: SCRIPT FOLDER-OF-THE-PROGRAMS.

bin=$(cd "$1" && pwd)
haidang=$bin/haidang
central=$bin/haidang-central
today=2026-11-22
# How many times longer things take than usual, as under the sanitizers.
slowness=${HAIDANG_TEST_SLOWNESS:-1}
scratch=$(mktemp -d)
export HOME=$scratch XDG_DATA_HOME=$scratch/data LC_ALL=C.UTF-8
# Nothing here may need a screen or a session.
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS HAIDANG_STORE LANGUAGE G_DEBUG
store=$scratch/store
server_pids=()
n_checks=0
n_failed=0

finish ()
{
  local pid
  for pid in ${server_pids[@]+"${server_pids[@]}"}; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$scratch"
}
trap finish EXIT

# start_server [OPTION…]: sets $url; the server ends with the test.
start_server ()
{
  local out=$scratch/server-${#server_pids[@]}
  "$central" --listen 127.0.0.1:0 --scale small --today "$today" "$@" >"$out" 2>"$out.err" &
  server_pids+=($!)
  local tries=0
  while [ ! -s "$out" ]; do
    tries=$((tries + 1))
    [ $tries -lt 300 ] || { echo "Bail out! haidang-central did not start: $(cat "$out.err")"; exit 1; }
    sleep 0.1
  done
  url=$(head -1 "$out")
}

# run ARGUMENT…: runs haidang in English on the test's store; sets $status, $scratch/out, $scratch/err.
run ()
{
  status=0
  HAIDANG_STORE=${HAIDANG_STORE:-$store} "$haidang" --lang en "$@" \
    >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
}

# check NAME CONDITION…: one TAP line.
check ()
{
  local name=$1
  shift
  n_checks=$((n_checks + 1))
  if "$@" >"$scratch/why" 2>&1; then
    echo "ok $n_checks - $name"
  else
    n_failed=$((n_failed + 1))
    echo "not ok $n_checks - $name"
    sed 's/^/# /' "$scratch/why"
    {
      echo "status ${status:-}; standard error: $(head -c 400 "$scratch/err" 2>/dev/null)"
      echo "standard output: $(head -c 400 "$scratch/out" 2>/dev/null)"
    } | sed 's/^/# /'
  fi
}

done_testing ()
{
  echo "1..$n_checks"
  [ $n_failed = 0 ]
}

is ()
{
  [ "$1" = "$2" ] || { echo "expected: $2"; echo "got: $1"; return 1; }
}

# json EXPRESSION: Python about `it`, what the last run wrote; prints the value.
json ()
{
  python3 -c '
import json, re, sys
try:
    it = json.load(open(sys.argv[1]))
    print(eval(sys.argv[2]))
except Exception as error:
    print("no answer:", error)
' "$scratch/out" "$(echo "$1" | tr '\n' ' ')"
}

# holds EXPRESSION: whether it is true of what the last run wrote.
holds ()
{
  is "$(json "bool($1)")" True
}

# One line of the published form and nothing else, on standard error; nothing on standard output.
is_one_error_line ()
{
  is "$(wc -l <"$scratch/err")" 1 || { cat "$scratch/err"; return 1; }
  grep -qE '^haidang: error: .+ \(.+\): .+$' "$scratch/err" || { cat "$scratch/err"; return 1; }
  is "$(wc -c <"$scratch/out")" 0
}

# fails STATUS NAME ARGUMENT…: the run ends with that status and one error line, and the store stays.
fails ()
{
  local expected=$1 name=$2 before after
  shift 2
  before=$(fingerprint)
  run "$@"
  after=$(fingerprint)
  check "$name: status $expected" is "$status" "$expected"
  check "$name: one line" is_one_error_line
  check "$name: nothing changed" is "$after" "$before"
}

# What the store answers, apart from its ages.
fingerprint ()
{
  [ -d "$store" ] || { echo none; return; }
  HAIDANG_STORE=$store "$haidang" --lang en status --csv 2>/dev/null | cut -d, -f1-7 | sha256sum
}

# What the store says of revenue and plans, figure by figure.
answers ()
{
  HAIDANG_STORE=$store "$haidang" query revenue.collected --by unit,time --grain month --csv 2>/dev/null | sha256sum
  HAIDANG_STORE=$store "$haidang" query revenue.collected --grain year --by time --compare plan:DU_TOAN --csv \
    2>/dev/null | sha256sum
}
