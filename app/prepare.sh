# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by app/run and tests/run: installs what the sections of app/packages.txt name, and builds.
# Both are skipped when there is nothing to do.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

die ()
{
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# packages_of SECTION…: the packages of these sections.
packages_of ()
{
  local section
  for section in "$@"; do
    sed -n "/^\[$section\]/,/^\[/p" "$top/app/packages.txt" | grep -v -e '^\[' -e '^#' -e '^$'
  done
}

as_root ()
{
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "packages are missing and neither root nor sudo is at hand: run as root once: $*"
  fi
}

missing_packages ()
{
  local name
  for name in $(packages_of "$@"); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

install_packages ()
{
  local missing
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  echo "Installing:" $missing >&2
  as_root apt-get update -qq >&2 || die "apt-get update failed: is there a network?"
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends $missing >&2 \
    || die "could not install: $missing"
}

# Vietnamese messages need a Vietnamese locale where C.UTF-8 does not honour LANGUAGE (glibc 2.39).
make_locale ()
{
  locale -a 2>/dev/null | grep -qi '^vi_VN\.utf-\?8$' && return 0
  as_root localedef -i vi_VN -f UTF-8 vi_VN.UTF-8 >&2 || true
}

# build DIR TARGET [MESON_OPTION…]: configures once, then builds what changed.
build ()
{
  local dir=$1 target=$2
  shift 2
  if [ ! -f "$dir/build.ninja" ]; then
    meson setup "$dir" "$top" "$@" >/dev/null 2>&1 \
      || { tail -20 "$dir/meson-logs/meson-log.txt" >&2; die "meson could not configure $dir"; }
  fi
  ninja -C "$dir" "$target" >"$dir/build.log" 2>&1 || { tail -40 "$dir/build.log" >&2; die "the build failed"; }
}
