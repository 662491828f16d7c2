#!/bin/sh
# Installs a program into the plugins' folder for binaries: install.sh NAME [ARCHITECTURE URL SHA256]...
# A program that is there or on the PATH stays as it is. A SHA256 of - is not checked.
set -eu

fail() {
  printf 'spaceforge: cannot install %s: %s\n' "$name" "$1" >&2
  exit 1
}

name=$1
shift
here=$(CDPATH='' cd "${0%/*}" && pwd -P)
binaries=${here%/*}/plugin_binaries

if [ -x "$binaries/$name" ] || command -v "$name" >/dev/null; then
  exit 0
fi

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

mkdir -p "$binaries"
temporary=$binaries/.$name.$$
trap 'rm -rf "$temporary"' EXIT
rm -rf "$temporary"
mkdir -p "$temporary/unpacked"
download=$temporary/download

if command -v curl >/dev/null; then
  curl --fail --silent --show-error --location --retry 3 --output "$download" "$url" || fail "$url cannot be fetched"
elif command -v wget >/dev/null; then
  wget -q -O "$download" "$url" || wget -q -O "$download" "$url" || fail "$url cannot be fetched"
else
  fail "it needs curl or wget to fetch $url"
fi

if [ "$sha256" != - ]; then
  if command -v sha256sum >/dev/null; then
    actual=$(sha256sum <"$download")
  elif command -v shasum >/dev/null; then
    actual=$(shasum -a 256 <"$download")
  else
    fail "it needs sha256sum or shasum to check the download"
  fi
  actual=${actual%% *}
  [ "$actual" = "$sha256" ] || fail "$url has the SHA-256 $actual, and $sha256 was expected"
fi

unpack_zip() {
  if command -v unzip >/dev/null; then
    unzip -q -o "$download" -d "$temporary/unpacked"
  elif command -v python3 >/dev/null; then
    python3 -m zipfile -e "$download" "$temporary/unpacked"
  elif command -v bsdtar >/dev/null; then
    bsdtar -xf "$download" -C "$temporary/unpacked"
  else
    fail "it needs unzip, python3 or bsdtar to unpack $url"
  fi
}

path=${url%%[?#]*}
program=$download
case $path in
  *.tar.gz | *.tgz) tar -xzf "$download" -C "$temporary/unpacked" ;;
  *.tar.xz) tar -xJf "$download" -C "$temporary/unpacked" ;;
  *.tar.bz2 | *.tbz2) tar -xjf "$download" -C "$temporary/unpacked" ;;
  *.zip) unpack_zip ;;
esac || fail "$url cannot be unpacked"
case $path in
  *.tar.gz | *.tgz | *.tar.xz | *.tar.bz2 | *.tbz2 | *.zip)
    program=$(find "$temporary/unpacked" -type f -name "$name" | LC_ALL=C sort | head -n 1)
    [ -n "$program" ] || fail "$url holds no file of that name"
    ;;
esac

chmod 755 "$program"
# One rename: another hook sees the whole program or none.
mv -f "$program" "$binaries/$name"
