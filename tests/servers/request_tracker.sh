#!/usr/bin/env bash
# A Request Tracker 5 of its own for the tests: database, settings and sessions in one folder, nothing of the machine's
# own configuration is read or changed, and no mail leaves it. Debian packages only.
#
#   request_tracker.sh install              as root: the packages, quietly; nothing if they are there
#   request_tracker.sh start FOLDER PORT    a new server with an empty database, in the foreground, on 127.0.0.1
#   request_tracker.sh perl FOLDER FILE     runs a Perl file against that database
set -euo pipefail

LIBEXEC=/usr/share/request-tracker5/libexec
PACKAGES="request-tracker5 rt5-db-sqlite rt5-standalone dbconfig-no-thanks msmtp-mta"
PASSWORD=invented-password

installed() { command -v rt-setup-database-5 >/dev/null && command -v plackup >/dev/null && [ -e "$LIBEXEC/rt-server" ]; }

install_packages() {
  installed && return
  SUDO=; [ "$(id -u)" = 0 ] || SUDO=sudo
  printf '%s\n' \
    "request-tracker5 request-tracker5/rtname string invented" \
    "request-tracker5 request-tracker5/organization string invented.example" \
    "request-tracker5 request-tracker5/correspondaddress string rt@invented.example" \
    "request-tracker5 request-tracker5/commentaddress string rt@invented.example" \
    "request-tracker5 request-tracker5/webbaseurl string http://127.0.0.1" \
    "request-tracker5 request-tracker5/install-cronjobs boolean false" \
    "request-tracker5 request-tracker5/dbconfig-install boolean false" \
    "request-tracker5 request-tracker5/handle-siteconfig-permissions boolean false" \
    "msmtp msmtp/apparmor boolean false" | $SUDO debconf-set-selections
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $SUDO apt-get install -y -qq --no-install-recommends $PACKAGES >/dev/null
}

settings() {  # FOLDER PORT
  mkdir -p "$1/none" "$1/cache/mason" "$1/cache/sessions"
  cat >"$1/site.pm" <<PERL
use utf8;
Set(\$rtname, 'invented');
Set(\$Organization, 'invented.example');
Set(\$WebPath, '');
Set(\$WebBaseURL, 'http://127.0.0.1:$2');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $2);
Set(\$DatabaseType, 'SQLite');
Set(\$DatabaseName, '$1/rt5db');
Set(\$MailCommand, 'testfile');
Set(\$BcryptCost, 10);
Set(\$Timezone, '${RT_TIMEZONE:-UTC}');
Set(\$LogToSyslog, undef);
Set(\$LogToFile, undef);
Set(\$LogToSTDERR, 'error');
\$RT::MasonDataDir = '$1/cache/mason';
\$RT::MasonSessionDir = '$1/cache/sessions';
\$RT::VarPath = '$1/cache';
1;
PERL
}

use_settings() {  # FOLDER
  export RT_SITE_CONFIG="$1/site.pm" RT_SITE_CONFIG_DIR="$1/none" TMPDIR="$1/cache"
}

start() {  # FOLDER PORT
  if [ ! -e "$1/rt5db" ]; then
    settings "$1" "$2"
    printf '%s' "$PASSWORD" >"$1/password"
    use_settings "$1"
    rt-setup-database-5 --action init --skip-create --root-password-file "$1/password" >"$1/setup.log" 2>&1
  fi
  use_settings "$1"
  exec plackup -s HTTP::Server::PSGI --host 127.0.0.1 --port "$2" "$LIBEXEC/rt-server" >>"$1/server.log" 2>&1
}

case "${1:-}" in
  installed) installed ;;
  install) install_packages ;;
  start) start "$2" "$3" ;;
  perl) use_settings "$2"; exec perl -I/usr/share/request-tracker5/lib "$3" ;;
  *) sed -n '2,8p' "$0"; exit 2 ;;
esac
