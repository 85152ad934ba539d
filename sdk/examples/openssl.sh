#!/bin/sh
# Call one service of the signed API, version 1, with openssl 3, curl and standard tools only.
# It is meant to be read: every step of the protocol is here, in the order in which it happens.
#
#   openssl.sh CREDENTIALS.json OP_ID BODY.json [--sandbox] [--request NUMBER] [--debug]
#
#   BODY.json   the plain body, such as {"subject": {...}, "answers": {...}, "materials": []}
#   --sandbox   test data instead of real cases
#   --request   your number of this application (8 to 64 of A-Z a-z 0-9 _ -); after a failure give
#               the same one again, and the platform will not act twice
#   --debug     show the texts that are signed
#
# Prints the plain answer. Exit status: 0 done, 1 the platform refused (the reasons are on standard
# error), 2 wrong usage or credentials, 3 the answer is not genuine, 4 no answer, 5 openssl failed.
#
# The openssl command takes an SM4 key as an argument only: while it runs, other users of this
# machine can see the key in the list of processes. Try things out with this script; in production
# use a library.

set -eu
umask 077
LC_ALL=C
export LC_ALL

USER_ID=1234567812345678 # the openssl command would use an empty one

fail() {
  printf 'openssl.sh: %s\n' "$2" >&2
  exit "$1"
}

usage() {
  fail 2 "usage: openssl.sh CREDENTIALS.json OP_ID BODY.json [--sandbox] [--request NUMBER] [--debug]"
}

debug() {
  [ -z "$debugging" ] || printf '%s\n' "--- $1" "$2" >&2
}

# json_strings NAME <FILE: every string value of that name, unescaped, each followed by a line end.
# Enough for flat values in credentials and errors; it does not know \u escapes.
json_strings() {
  awk -v name="$1" '
    { text = text $0 "\n" }
    END {
      start = "\"" name "\"[ \t\r\n]*:[ \t\r\n]*\""
      while (match(text, start)) {
        text = substr(text, RSTART + RLENGTH)
        value = ""
        for (i = 1; i <= length(text); i++) {
          c = substr(text, i, 1)
          if (c == "\"") break
          if (c == "\\") {
            c = substr(text, ++i, 1)
            if (c == "n") c = "\n"
            else if (c == "r") c = "\r"
            else if (c == "t") c = "\t"
          }
          value = value c
        }
        print value
        text = substr(text, i + 1)
      }
    }'
}

credential() {
  value=$(json_strings "$1" <"$credentials")
  [ -n "$value" ] || fail 2 "the credentials lack $1"
  printf '%s\n' "$value"
}

sm3() {
  openssl dgst -sm3 -r "$1" | cut -d ' ' -f 1
}

# answer_header NAME: the value of a header of the answer; names have no case.
answer_header() {
  awk -v name="$1" '
    { sub(/\r$/, ""); colon = index($0, ":") }
    colon && tolower(substr($0, 1, colon - 1)) == tolower(name) {
      value = substr($0, colon + 1)
      gsub(/^[ \t]+|[ \t]+$/, "", value)
    }
    END { print value }' headers
}

# bytes_of HEX: the bytes themselves, without xxd.
bytes_of() {
  for pair in $(printf '%s' "$1" | sed 's/../& /g'); do
    printf "\\$(printf '%03o' "0x$pair")"
  done
}

# --- 0. arguments and credentials -----------------------------------------------------------------

[ $# -ge 3 ] || usage
credentials=$1 operation=$2 body=$3
shift 3
sandbox='' request='' debugging=''
while [ $# -gt 0 ]; do
  case $1 in
    --sandbox) sandbox=sandbox/ ;;
    --debug) debugging=yes ;;
    --request) [ $# -ge 2 ] || usage; request=$2; shift ;;
    *) usage ;;
  esac
  shift
done

[ -r "$credentials" ] || fail 2 "cannot read $credentials"
[ -r "$body" ] || fail 2 "cannot read $body"
case $(ls -lL "$credentials" | cut -c 5-10) in
  ------) ;;
  *) fail 2 "others can read $credentials; run: chmod 600 $credentials" ;;
esac
case $operation in
  '' | *[!A-Za-z0-9._-]*) fail 2 "'$operation' cannot be the id of a service" ;;
esac

channel=$(credential channel)
key=$(credential key)
base_url=$(credential base_url)
sm4_key=$(credential sm4_key)
[ -n "$request" ] || request=$(openssl rand -hex 16)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
credential private_key_pem >"$work/private.pem"
credential platform_public_key_pem >"$work/platform.pem"
cp "$body" "$work/plain"
cd "$work"

# --- 1. encrypt the body: base64 of iv and ciphertext ------------------------------------------------

iv=$(openssl rand -hex 16) # a new one for every message
bytes_of "$iv" >sealed
openssl enc -sm4-cbc -K "$sm4_key" -iv "$iv" -in plain >>sealed ||
  fail 5 "openssl could not encrypt; is sm4_key 32 hexadecimal digits?"
{
  printf '{"data":"'
  openssl base64 -A -in sealed
  printf '"}'
} >body

# --- 2. the canonical text: nine lines, no line end after the last ----------------------------------

path=/api/v1/${sandbox}services/$operation
timestamp=$(date +%s)000 # milliseconds
nonce=$(openssl rand -hex 16)
query='' # there is none, but its line is
printf '%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s' POST "$path" "$query" "$channel" "$key" "$timestamp" \
  "$nonce" "$request" "$(sm3 body)" >canonical
debug 'canonical text of the request' "$(cat canonical)"

# --- 3. sign it --------------------------------------------------------------------------------------

openssl dgst -sm3 -sign private.pem -sigopt "distid:$USER_ID" -out signature canonical ||
  fail 5 "openssl could not sign; OpenSSL 3 with SM2 is needed, this is: $(openssl version)"

# --- 4. send it --------------------------------------------------------------------------------------

status=$(
  curl --silent --show-error --max-time 60 --dump-header headers --output answer \
    --write-out '%{http_code}' \
    --header 'Content-Type: application/json' --header 'Expect:' \
    --header "X-Yb-Channel: $channel" --header "X-Yb-Key: $key" \
    --header "X-Yb-Timestamp: $timestamp" --header "X-Yb-Nonce: $nonce" \
    --header "X-Yb-Request: $request" --header 'X-Yb-Cipher: SM4-CBC' \
    --header "X-Yb-Signature: $(openssl base64 -A -in signature)" \
    --data-binary @body "${base_url%/}$path"
) || fail 4 "no answer; to repeat without acting twice: --request $request"
[ -f answer ] || : >answer

# --- 5. check the signature of the answer, before anything else is believed --------------------------

[ -n "$(answer_header X-Yb-Signature)" ] ||
  fail 3 "HTTP $status without a signature: something between us and the platform answered"
[ "$(answer_header X-Yb-Nonce)" = "$nonce" ] || fail 3 "the answer is for another request (X-Yb-Nonce)"
answer_header X-Yb-Signature | openssl base64 -d -A >answer-signature
printf '%s\n%s\n%s\n%s' "$status" "$nonce" "$(answer_header X-Yb-Timestamp)" "$(sm3 answer)" \
  >answer-canonical
debug 'canonical text of the answer' "$(cat answer-canonical)"
openssl dgst -sm3 -verify platform.pem -sigopt "distid:$USER_ID" -signature answer-signature \
  answer-canonical >verdict 2>&1 ||
  fail 3 "the signature of the answer does not fit; do not act on it"

# --- 6. decrypt it -----------------------------------------------------------------------------------

cipher=$(answer_header X-Yb-Cipher)
if [ "$cipher" = SM4-CBC ]; then
  tr -d '\n\\' <answer | sed 's/.*"data"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/' |
    openssl base64 -d -A >answer-sealed
  # The first 16 bytes are the iv. Decrypting them as if they were the first block, under any iv,
  # gives 16 bytes of rubbish and then the text: cut those off, and no tool need read the iv.
  openssl enc -d -sm4-cbc -K "$sm4_key" -iv 00000000000000000000000000000000 -in answer-sealed \
    -out answer-padded || fail 3 "the answer does not decrypt; is sm4_key up to date?"
  tail -c +17 answer-padded >answer-plain
elif [ "$cipher" = none ] && [ "$status" -ge 400 ]; then
  cp answer answer-plain # refused before it could be decrypted
else
  fail 3 "the answer came in cipher '$cipher' to a request in SM4-CBC"
fi

# --- 7. show it --------------------------------------------------------------------------------------

cat answer-plain
printf '\n'
if [ "$status" -ge 400 ]; then
  json_strings code <answer-plain >codes
  json_strings message <answer-plain >messages
  reasons=$(paste -d ' ' codes messages)
  fail 1 "refused with HTTP $status: $reasons"
fi
