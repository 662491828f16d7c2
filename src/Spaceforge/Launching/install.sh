#!/bin/sh
# Installs a program into the plugins' folder for binaries: install.sh NAME [ARCHITECTURE URL SHA256]...
# A program that is there or on the PATH stays as it is. A SHA256 of - is not checked.
# SPACEFORGE_DOWNLOAD_TIMEOUT: the seconds after which a server that sends nothing is given up; 60 when unset.
set -eu

fail() {
  printf 'spaceforge: cannot install %s: %s\n' "$name" "$1" >&2
  exit 1
}

has() { command -v "$1" >/dev/null; }

# 'command -v' would also take what only a shell can start, such as its builtin 'test'. Folders that depend on where a hook
# stands are left out: the stack's repository must not bring the plugin's programs.
on_path() (
  set -f
  IFS=:
  for folder in $PATH; do
    case $folder in
      /*) [ ! -f "$folder/$1" ] || [ ! -x "$folder/$1" ] || return 0 ;;
    esac
  done
  return 1
)

name=$1
shift
here=$(CDPATH='' cd "${0%/*}" && pwd -P)
binaries=${here%/*}/plugin_binaries

PATH=$binaries:$PATH
! on_path "$name" || exit 0

machine=$(uname -m)
case $machine in
  x86_64 | amd64) architecture=amd64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) fail "this worker is $machine, and programs are there for amd64 and arm64 only" ;;
esac

url=
while [ $# -ge 3 ]; do
  if [ "$1" = "$architecture" ]; then
    url=$2
    sha256=$3
  fi
  shift 3
done
[ -n "$url" ] || fail "the plugin names no download for $architecture"

# What messages show: an address may carry a password or a signature.
path=${url%%[?#]*}
shown=$path
case $shown in
  *://*@*) shown=${shown%%://*}://${shown#*@} ;;
esac

temporary=$binaries/.unfinished.$$
trap 'rm -rf "$temporary"' EXIT
trap 'exit 143' HUP INT TERM
mkdir -p "$binaries" || fail "$binaries cannot be written"
# What a killed try left is in nobody's way, but takes place.
for left in "$binaries"/.unfinished.*; do
  if [ "$left" = "$temporary" ] || ! kill -0 "${left##*.}" 2>/dev/null; then rm -rf "$left"; fi
done
mkdir -p "$temporary/unpacked" || fail "$binaries cannot be written"
download=$temporary/download

timeout=${SPACEFORGE_DOWNLOAD_TIMEOUT:-60}
case $url in
  # A redirection must not leave what the author trusted.
  [Hh][Tt][Tt][Pp][Ss]:*) protocols='=https' ;;
  *) protocols='=http,https' ;;
esac
newline='
'

# Both set 'code' to the HTTP status, if there was one, and 'reason' to what went wrong.
curl_once() {
  reason=$(curl --fail --silent --show-error --location --globoff --proto "$protocols" --connect-timeout "$timeout" \
    --speed-limit 1 --speed-time "$timeout" --output "$download" --write-out "$newline%{http_code}" --url "$url" 2>&1) && return
  code=${reason##*"$newline"}
  reason=${reason%"$newline"*}
  return 1
}

wget_once() {
  case $(wget --help 2>&1) in
    *GNU*) set -- wget -nv -t 1 -T "$timeout" ;;
    *' -T'*) set -- wget -q -T "$timeout" ;;
    # busybox may be built without that limit, and then crashes when it is given one.
    *) if has timeout; then set -- timeout "$((timeout * 5))" wget -q; else set -- wget -q; fi ;;
  esac
  reason=$("$@" -O "$download" "$url" 2>&1) && return
  code=$(printf '%s\n' "$reason" | sed -n 's/.*ERROR \([0-9]*\).*/\1/p; s/.*HTTP\/[0-9.]* \([0-9]*\).*/\1/p')
  # Lines with an address show it whole.
  reason=$(printf '%s\n' "$reason" | grep -v '://') || reason='the connection failed'
  return 1
}

if has curl; then
  once=curl_once
elif has wget; then
  once=wget_once
else
  fail "it needs curl or wget to fetch $shown"
fi

printf 'spaceforge: installing %s from %s\n' "$name" "$shown" >&2
for pause in 1 2 4 ''; do
  code=
  ! "$once" || break
  # A server that refuses will refuse again; and a full disk stays full.
  case $code in
    408 | 429) ;;
    4*) pause= ;;
  esac
  case $reason in
    *'(23)'* | *'No space left'*)
      reason="$reason; is the workspace full?"
      pause=
      ;;
  esac
  [ -n "$pause" ] || fail "$shown cannot be fetched: $reason"
  sleep "$pause"
done

if [ "$sha256" != - ]; then
  algorithm=SHA-256
  if [ ${#sha256} = 128 ]; then
    has sha512sum || fail "it needs sha512sum to check the download"
    algorithm=SHA-512
    actual=$(sha512sum <"$download")
  elif has sha256sum; then
    actual=$(sha256sum <"$download")
  elif has shasum; then
    actual=$(shasum -a 256 <"$download")
  else
    fail "it needs sha256sum or shasum to check the download"
  fi
  actual=${actual%% *}
  [ "$actual" = "$sha256" ] || fail "$shown has the $algorithm $actual, and $sha256 was expected"
fi

# untar OPTION PROGRAM: GNU's tar calls the program; busybox has its own.
untar() {
  tar "$1" "$download" -C "$temporary/unpacked" && return
  if has tar && ! has "$2"; then fail "it needs $2 to unpack $shown"; fi
  fail "$shown cannot be unpacked"
}

unzip_any() {
  if has unzip; then
    unzip -q -o "$download" -d "$temporary/unpacked"
  elif has bsdtar; then
    bsdtar -xf "$download" -C "$temporary/unpacked"
  elif has python3; then
    # Its own command for this forgets which files are programs.
    python3 -c 'import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    for entry in archive.infolist():
        path = archive.extract(entry, sys.argv[2])
        if not entry.is_dir(): os.chmod(path, entry.external_attr >> 16 & 0o777 | 0o600)' "$download" "$temporary/unpacked"
  elif has busybox; then
    busybox unzip -q -o "$download" -d "$temporary/unpacked"
  else
    fail "it needs unzip, bsdtar, python3 or busybox to unpack $shown"
  fi || fail "$shown cannot be unpacked"
}

# unpacked PATTERN [TEST]...: several files may have the name, such as a program and its completions: executable ones go before
# others, then those nearer to the top of the archive, then the alphabet.
unpacked() {
  pattern=$1
  shift
  find "$temporary/unpacked" -type f -name "$pattern" "$@" | awk -F / '{ print NF, $0 }' | LC_ALL=C sort -k 1,1n -k 2 | head -n 1
}

archive=yes
# What is asked for may be the archive itself.
case $name in
  *.tar.gz) path= ;;
esac
case $path in
  *.tar.gz | *.tgz) untar -xzf gzip ;;
  *.tar.xz) untar -xJf xz ;;
  *.tar.bz2 | *.tbz2) untar -xjf bzip2 ;;
  *.zip) unzip_any ;;
  *) archive=no ;;
esac
program=$download
if [ "$archive" = yes ]; then
  chmod -R u+rwX "$temporary/unpacked"
  program=$(unpacked "$name" -perm -100)
  [ -n "$program" ] || program=$(unpacked "$name")
  # Many releases name the program after its platform: tool-linux-amd64.
  [ -n "$program" ] || program=$(unpacked "${name}[-_]*" -perm -100)
  [ -n "$program" ] || fail "$shown holds no file of that name"
  program=${program#* }
fi

chmod 755 "$program"
# One rename: another hook sees the whole program or none.
mv -f "$program" "$binaries/$name"
