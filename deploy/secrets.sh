#!/bin/sh
# Makes the secrets of compose.yaml in deploy/secrets, once: what is there is left as it is. The folder is its owner's alone; the files in it are
# readable, because each is put into containers whose users have other numbers.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
cd secrets

make() { # make NAME: the standard input into a file that is not there yet
	if [ -e "$1" ]; then cat >/dev/null; else cat >"$1.new" && chmod 444 "$1.new" && mv "$1.new" "$1"; fi
}
random() { od -An -v -tx1 -N 32 /dev/urandom | tr -d ' \n'; }
uuid() { sed -n 1p /proc/sys/kernel/random/uuid | tr -d '\n'; }

random | make database_password
printf 'postgres://congvan:%s@database:5432/congvan?sslmode=disable' "$(cat database_password)" | make database
printf 'congvan-owner' | make objects_owner
random | make objects_owner_secret
random | make objects_secret
random | make search_master
printf 'master_key = "%s"\n' "$(cat search_master)" | make search_server
# A key of Meilisearch is the HMAC-SHA256 of its identifier under the master key, so it is known before it is made.
uuid | make search_key_id
openssl dgst -sha256 -hmac "$(cat search_master)" -r search_key_id | cut -d ' ' -f 1 | tr -d '\n' | make search_keys
