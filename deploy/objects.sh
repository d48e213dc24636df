#!/bin/sh
# Makes the bucket and the account of the servers. See docs/operations.md, "Files in a bucket".
set -eu
secret() { cat "/run/secrets/$1"; }
mc alias set city http://objects:9000 "$(secret objects_owner)" "$(secret objects_owner_secret)" >/dev/null
mc mb --ignore-existing --with-lock city/congvan
mc admin policy create city congvan /deploy/objects-policy.json
mc admin user add city congvan-server "$(secret objects_secret)"
mc admin policy attach city congvan --user congvan-server || case $(mc admin user info city congvan-server --json) in
*'"policyName":"congvan"'*) ;; # it has the policy from an earlier time
*) exit 1 ;;
esac
