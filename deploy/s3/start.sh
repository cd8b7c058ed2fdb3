#!/bin/sh
# Starts the object store with one key, and makes its bucket. Only the network of the data reaches it.
set -eu
umask 077
cat >/tmp/s3.json <<END
{ "identities": [{ "name": "soroka",
  "credentials": [{ "accessKey": "$S3_ACCESS_KEY_ID", "secretKey": "$S3_SECRET_ACCESS_KEY" }],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"] }] }
END
weed server -dir=/data -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.telemetry=false \
  -s3 -s3.ip.bind=0.0.0.0 -s3.port=8333 -s3.config=/tmp/s3.json &
store=$!
trap 'kill "$store" 2>/dev/null || true' TERM INT
until echo "s3.bucket.create -name $S3_BUCKET" | weed shell -master=127.0.0.1:9333 >/dev/null 2>&1; do
  kill -0 "$store"
  sleep 2
done
echo "the bucket $S3_BUCKET is ready"
wait "$store"
