#!/usr/bin/env bash
# Makes a voice in English and one in Chinese for the announcements of waiting callers (docs/routing.md), with espeak-ng:
#   samples/make-voices.sh DIRECTORY     then: ./build.sh run -- --sounds DIRECTORY
# Good enough to try it and to test it. For real callers have a person speak the same sentences into files of the same names.
set -euo pipefail

directory=${1:?"usage: samples/make-voices.sh DIRECTORY"}
command -v espeak-ng >/dev/null || { echo "espeak-ng is not there; on Debian and Ubuntu: apt-get install espeak-ng" >&2; exit 1; }

# language of espeak-ng, folder, name, text
say() { espeak-ng -v "$1" -s 145 -g 4 -w "$directory/$2/$3.wav" "$4"; }

mkdir -p "$directory/en" "$directory/zh"

say en-us en position "You are number"
say en-us en position-end "in line."
say en-us en wait-under-1 "We expect to answer you in less than a minute."
say en-us en wait-1-2 "We expect to answer you in one to two minutes."
say en-us en wait-2-5 "We expect to answer you in two to five minutes."
say en-us en wait-5-10 "We expect to answer you in five to ten minutes."
say en-us en wait-over-10 "We expect to answer you in more than ten minutes."
say en-us en patience "Thank you for your patience. We will be with you as soon as we can."
for number in $(seq 1 20) 30 40 50 60 70 80 90; do
    say en-us en "number-$number" "$number"
done

say cmn zh position "您排在第"
say cmn zh position-end "位。"
say cmn zh wait-under-1 "预计等候时间不到一分钟。"
say cmn zh wait-1-2 "预计等候时间一到两分钟。"
say cmn zh wait-2-5 "预计等候时间两到五分钟。"
say cmn zh wait-5-10 "预计等候时间五到十分钟。"
say cmn zh wait-over-10 "预计等候时间超过十分钟。"
say cmn zh patience "感谢您的耐心等候，我们会尽快为您服务。"
digits=(一 二 三 四 五 六 七 八 九 十)
for number in $(seq 1 10); do
    say cmn zh "number-$number" "${digits[$((number - 1))]}"
done

echo "made $(find "$directory/en" "$directory/zh" -name '*.wav' | wc -l) sounds in $directory"
