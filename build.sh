#!/usr/bin/env bash
# The only thing to learn: ./build.sh build | test | run | simulate | bench | chaos. See README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export Check=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

usage() {
  cat <<'TEXT'
usage: ./build.sh COMMAND [arguments]

  build                    compile everything (warnings are errors, formatting is checked) and the pages
  test [NAME ...]          install the peers the tests need, then run all tests (or those projects: Actors.Tests, EndToEnd, …)
  run [-- OPTIONS]         a working call center on this machine; ./build.sh run -- --help lists the options
  simulate [SEED] [COUNT]  the deterministic simulation of one process from SEED on, COUNT seeds; `simulate cluster …` that of a whole cluster;
                           without a seed both, fresh ones (200 and 50; --long runs 100,000 and 20,000); `simulate [cluster] story SEED` tells one;
                           `simulate fuzz [SEED] [COUNT]` damages SIP messages (1,000,000 from a fresh seed) before the parser and a whole edge;
                           `simulate truth [SEED]` holds the engine against queueing theory (docs/truth.md; --long: ten times the calls)
  bench [NAME]             the benchmarks of docs/performance.md (./build.sh bench list names them)
  chaos [F-NN ...]         real faults on real processes under real calls: kill, freeze, cut off (--help explains it, --list shows the faults)
TEXT
}

say() { printf '\n== %s\n' "$*"; }

require() { # require PROGRAM PURPOSE HOW
  command -v "$1" >/dev/null 2>&1 || { echo "build.sh: '$1' is missing; it is needed $2. $3" >&2; exit 1; }
}

dotnet_build() { # dotnet_build CONFIGURATION [PROJECT]
  require dotnet "to build" "Install the .NET SDK 10 (see README.md)."
  dotnet build "${2:-CallCenter.Actors.sln}" -c "$1" -v q --nologo -clp:NoSummary "${@:3}"
}

# To run it needs no analyzers: what they say is for those who change the code, and they take half of the build.
unchecked_build() { # unchecked_build PROJECT
  Check=false dotnet_build Release "$1" -p:UseSharedCompilation=false
}

# The pages are built by Node (18 or newer) into src/Api/wwwroot; without Node the center runs without pages and says so.
pages() {
  [ -f src/Api/web/package.json ] || return 0
  if ! command -v npm >/dev/null 2>&1 || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 18 ]; then
    echo "build.sh: no Node 18 or newer here: the center runs without its pages (the API is complete)." >&2
    return 0
  fi
  local stamp=src/Api/wwwroot/.built
  if [ -f "$stamp" ] && [ -z "$(find src/Api/web docs/openapi.json -newer "$stamp" -type f -not -path "*/node_modules/*" -not -path "*/generated/*" -print -quit)" ]; then
    return 0
  fi
  say "pages"
  (cd src/Api/web && npm install --no-save --no-audit --no-fund --loglevel=error && npm run --silent build)
  touch "$stamp"
}

# Real peers of the tests, as program:package of Debian; installed once.
call_peers=(ip:iproute2 nft:nftables sipp:sip-tester baresip:baresip-core chromium:chromium tcpdump:tcpdump kamailio:kamailio sox:sox strace:strace faketime:faketime)
database_peers=(initdb:postgresql)
media_peers=(rtpengine:rtpengine-daemon redis-server:redis-server)

peers() { # peers PROGRAM:PACKAGE ...
  local missing=() pair
  for pair in "$@"; do
    # Debian keeps PostgreSQL's server programs out of PATH, one folder a version.
    command -v "${pair%%:*}" /usr/lib/postgresql/*/bin/"${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair##*:}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing ${missing[*]}"
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  # Kamailio's transports are packages of their own.
  case " ${missing[*]} " in *" kamailio "*) missing+=(kamailio-websocket-modules kamailio-tls-modules) ;; esac
  $sudo apt-get update -qq
  # The tests start a server of their own; the package is not to make and start one for the machine.
  case " ${missing[*]} " in *" postgresql "*)
    $sudo mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null ;;
  esac
  DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 $sudo apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null
}

test_projects=(Tidy.Tests Actors.Tests Cluster.Tests Telephony.Tests Api.Tests Simulation EndToEnd Chaos)

run_tests() {
  local wanted=("$@") passed=0 failed=0 broken=() name log counts
  [ ${#wanted[@]} -gt 0 ] || wanted=("${test_projects[@]}")
  for name in "${wanted[@]}"; do
    [ -f "tests/$name/$name.csproj" ] || { echo "build.sh: there is no test project '$name'; there are: ${test_projects[*]}" >&2; exit 2; }
  done
  local needed=()
  case " ${wanted[*]} " in *" EndToEnd "* | *" Chaos "*) needed+=("${call_peers[@]}"); pages ;; esac
  case " ${wanted[*]} " in *" Cluster.Tests "* | *" Api.Tests "* | *" EndToEnd "* | *" Chaos "*) needed+=("${database_peers[@]}") ;; esac
  case " ${wanted[*]} " in *" Telephony.Tests "* | *" EndToEnd "* | *" Chaos "*) needed+=("${media_peers[@]}") ;; esac
  peers "${needed[@]}"
  say "build"
  dotnet_build Debug
  case " ${wanted[*]} " in *" EndToEnd "*) dotnet_build Release src/Api/Api.csproj ;; esac
  log=$(mktemp)
  for name in "${wanted[@]}"; do
    say "$name"
    # Each test project is an executable with xunit's own runner: its last summary line has the counts.
    if ! dotnet "tests/$name/bin/Debug/net10.0/CallCenter.$name.dll" -noColor -noLogo 2>&1 | tee "$log" | grep -vE '^\s*$'; then broken+=("$name"); fi
    counts=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$log" | tail -n 1 | tr -dc '0-9,' || true)
    if [ -z "$counts" ]; then broken+=("$name"); failed=$((failed + 1)); continue; fi
    local total errors wrong
    IFS=, read -r total errors wrong <<<"$counts"
    [ "$total" -gt 0 ] || { echo "$name ran no test"; errors=1; }
    passed=$((passed + total - errors - wrong))
    failed=$((failed + errors + wrong))
  done
  rm -f "$log"
  say "result"
  [ ${#broken[@]} -eq 0 ] || echo "not clean: $(printf '%s\n' "${broken[@]}" | sort -u | tr '\n' ' ')"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ ${#broken[@]} -eq 0 ] && [ "$passed" -gt 0 ]
}

fuzz() { # fuzz [SEED] [COUNT]
  export CALLCENTER_FUZZ_SEED=${1:-$((RANDOM * 32768 + RANDOM))} CALLCENTER_FUZZ_COUNT=${2:-1000000}
  [[ $CALLCENTER_FUZZ_SEED$CALLCENTER_FUZZ_COUNT =~ ^[0-9]+$ ]] || { echo "build.sh: simulate fuzz takes a seed and a count, both whole numbers" >&2; exit 2; }
  dotnet_build Debug tests/Telephony.Tests/Telephony.Tests.csproj
  say "$CALLCENTER_FUZZ_COUNT damaged messages from seed $CALLCENTER_FUZZ_SEED, for the parser and for an edge"
  dotnet tests/Telephony.Tests/bin/Debug/net10.0/CallCenter.Telephony.Tests.dll -noColor -noLogo -method '*No_damage_gets_through*' -method '*Whatever_comes_the_edge_goes_on*'
}

command=${1:-help}
[ $# -gt 0 ] && shift
[ "${1:-}" = "--" ] && shift
case "$command" in
  build)
    dotnet_build Debug
    dotnet_build Release
    pages
    ;;
  test) run_tests "$@" ;;
  run)
    pages
    say "build"
    unchecked_build src/Api/Api.csproj
    [ ! -d samples/DemoPhones ] || unchecked_build samples/DemoPhones/DemoPhones.csproj
    exec dotnet src/Api/bin/Release/net10.0/CallCenter.Api.dll "$@"
    ;;
  simulate)
    if [ "${1:-}" = fuzz ]; then fuzz "${@:2}"; exit; fi
    dotnet_build Debug tests/Simulation/Simulation.csproj
    exec dotnet tests/Simulation/bin/Debug/net10.0/CallCenter.Simulation.dll simulate "$@"
    ;;
  chaos)
    peers "${call_peers[@]}" "${database_peers[@]}" "${media_peers[@]}"
    dotnet_build Release src/Api/Api.csproj
    dotnet_build Release tests/Chaos/Chaos.csproj
    # The faults that need failpoints strike the build that has them.
    case " $* " in *" F-01-points "*) points=wanted ;; *" F-"* | *" --list "* | *" --help "*) points= ;; *) points=wanted ;; esac
    [ -z "$points" ] || Check=false dotnet_build Debug src/Api/Api.csproj
    exec dotnet tests/Chaos/bin/Release/net10.0/CallCenter.Chaos.dll chaos "$@"
    ;;
  bench)
    dotnet_build Release tests/Benchmarks/Benchmarks.csproj
    exec dotnet tests/Benchmarks/bin/Release/net10.0/CallCenter.Benchmarks.dll "$@"
    ;;
  help | -h | --help) usage ;;
  *)
    echo "build.sh: there is no command '$command'" >&2
    usage >&2
    exit 2
    ;;
esac
