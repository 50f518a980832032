#!/bin/sh
# Make the database, or bring it up to date after a new image; then what a new one needs once. Safe to run again.
set -eu
: "${CROSSTECH_DB:=crosstech}"
here=${CROSSTECH_HOME:-/opt/crosstech}
config=${CROSSTECH_CONFIG:-/etc/odoo/odoo.conf}
addons=$(ls "$here/addons" | paste -sd, -)

query() { psql --no-psqlrc -At "$@"; }

if [ -z "$(query -d postgres -v name="$CROSSTECH_DB" <<'SQL'
SELECT 1 FROM pg_database WHERE datname = :'name'
SQL
)" ]; then
    echo "Making the database $CROSSTECH_DB"
    odoo db -c "$config" init --language id_ID --country ID "$CROSSTECH_DB"
fi

known=$(query -d "$CROSSTECH_DB" -c "SELECT value FROM ir_config_parameter WHERE key = 'crosstech.image'")
if [ "$known" != "$(cat "$here/digest")" ]; then
    echo "Installing or updating $addons"
    odoo -c "$config" -d "$CROSSTECH_DB" --no-http --load-language en_US,id_ID -i "$addons" -u "$addons" --stop-after-init
    CROSSTECH_HOME=$here odoo shell -c "$config" -d "$CROSSTECH_DB" --no-http < "$here/first_start.py"
fi
echo "The database $CROSSTECH_DB is ready"
