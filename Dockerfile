# Odoo 19 with Crosstech. docker-compose.yml runs it; `make run` needs no Docker.

# The national list of regions comes from npm.
FROM node:22-alpine AS regions
RUN npm install --prefix /regions idn-area-data@4.0.1 --no-audit --no-fund

FROM odoo:19.0
USER root
COPY requirements-addons.txt requirements-oca.txt constraints.txt /opt/crosstech/
RUN pip3 install --no-cache-dir --break-system-packages \
        -c /opt/crosstech/constraints.txt -r /opt/crosstech/requirements-addons.txt \
    && pip3 install --no-cache-dir --break-system-packages --no-deps -r /opt/crosstech/requirements-oca.txt
COPY --from=regions /regions/node_modules/idn-area-data/data /opt/crosstech/regions
COPY deploy/odoo.conf /etc/odoo/odoo.conf
COPY --chmod=755 deploy/setup.sh deploy/first_start.py /opt/crosstech/
COPY addons /opt/crosstech/addons
# setup.sh brings the database up to date when this changes
RUN find /opt/crosstech/addons -type f | sort | xargs sha256sum | sha256sum | cut -c1-16 > /opt/crosstech/digest
USER odoo
# The database is named by PGHOST, PGUSER and PGPASSWORD: no password on a command line.
ENTRYPOINT []
CMD ["odoo", "--config", "/etc/odoo/odoo.conf"]
