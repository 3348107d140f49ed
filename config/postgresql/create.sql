-- Once, on the leader: psql -f create.sql. Then \password antrean
CREATE ROLE antrean LOGIN;
-- Texts are compared byte by byte, whatever the server's language.
CREATE DATABASE antrean OWNER antrean TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE antrean FROM PUBLIC;
