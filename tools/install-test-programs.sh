#!/usr/bin/env bash
# Programs that only tests use: a browser and a soft token. Debian's packages where this user may
# install them; otherwise Playwright's own browser. What is missing at the end is named, never
# passed over in silence: tools/test.sh prints the list again after the tests.
set -u
cd "$(dirname "$0")/.."
mkdir -p var
missing=var/missing-test-programs
: > "$missing"

may_install() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }
install() {
  local as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  [ -n "${updated:-}" ] || { $as_root apt-get update -qq >/dev/null 2>&1; updated=1; }
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq "$@" >/dev/null 2>&1
}
has_browser() { command -v chromium >/dev/null || command -v google-chrome >/dev/null; }
has_token() { find /usr/lib /usr/local/lib -name 'libsofthsm2.so' -print -quit 2>/dev/null | grep -q .; }

has_browser || { may_install && install chromium; }
has_browser || .venv/bin/playwright install chromium >/dev/null 2>&1 \
  || echo "browser: neither Debian's chromium nor Playwright's own could be installed" >> "$missing"
fc-list :lang=zh 2>/dev/null | grep -q . || { may_install && install fonts-noto-cjk; } \
  || echo "fonts: no Chinese font for the browser's pictures" >> "$missing"
has_token || { may_install && install softhsm2; }
has_token || echo "SoftHSM2: may not be installed by this user; the pkcs11 key store is not tested" >> "$missing"
command -v java >/dev/null || { may_install && install default-jre-headless; }
command -v java >/dev/null || echo "Java: may not be installed by this user; batch audit on Spark is not tested" >> "$missing"
for program in openssl curl; do
  command -v "$program" >/dev/null || { may_install && install "$program"; } \
    || echo "$program: may not be installed; the shell client is not tested" >> "$missing"
done
exit 0
