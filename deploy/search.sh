#!/bin/sh
# Makes the key of the servers on both Meilisearch. See docs/operations.md, "Search on Meilisearch". A key that is there already is left alone (409).
set -eu
master=$(cat /run/secrets/search_master)
for server in search-1 search-2; do
	status=$(curl -sS -o /tmp/answer -w '%{http_code}' -X POST "http://$server:7700/keys" \
		-H "Authorization: Bearer $master" -H 'Content-Type: application/json' -d '{
      "uid": "'"$(cat /run/secrets/search_key_id)"'", "name": "congvan", "indexes": ["*"], "expiresAt": null,
      "actions": ["search", "documents.add", "documents.get", "documents.delete", "indexes.create", "indexes.get", "indexes.delete",
        "indexes.swap", "settings.update", "tasks.get", "version"]}')
	case $status in
	201 | 409) echo "$server: the key is there" ;;
	*) echo "$server: $status" >&2 && cat /tmp/answer >&2 && exit 1 ;;
	esac
done
