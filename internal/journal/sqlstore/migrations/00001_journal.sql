-- One schema for PostgreSQL and SQLite. Times are BIGINT microseconds since 1970 in UTC, truth values are 0 and 1,
-- JSON is opaque TEXT. SQLite takes BYTEA as a column that keeps bytes as they are.

-- +goose Up

-- The last position of every shop. The row is updated first in every append and so makes writers of one shop queue.
CREATE TABLE head (
    shop TEXT   NOT NULL,
    seq  BIGINT NOT NULL,
    CONSTRAINT head_pk PRIMARY KEY (shop)
);

CREATE TABLE record (
    shop  TEXT   NOT NULL,
    seq   BIGINT NOT NULL,
    at    BIGINT NOT NULL,
    actor TEXT   NOT NULL,
    kind  TEXT   NOT NULL,
    data  TEXT   NOT NULL,
    CONSTRAINT record_pk PRIMARY KEY (shop, seq)
);

CREATE TABLE command_key (
    shop      TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    digest    TEXT   NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    reply     BYTEA,
    at        BIGINT NOT NULL,
    CONSTRAINT command_key_pk PRIMARY KEY (shop, name)
);
CREATE INDEX command_key_by_age ON command_key (shop, at);

CREATE TABLE snapshot (
    shop   TEXT   NOT NULL,
    schema BIGINT NOT NULL,
    seq    BIGINT NOT NULL,
    data   BYTEA  NOT NULL,
    CONSTRAINT snapshot_pk PRIMARY KEY (shop, schema, seq)
);

CREATE TABLE visit_fact (
    shop             TEXT   NOT NULL,
    visit            TEXT   NOT NULL,
    order_no         TEXT   NOT NULL,
    plate            TEXT   NOT NULL,
    advisor          TEXT   NOT NULL,
    class            TEXT   NOT NULL,
    stage            TEXT   NOT NULL,
    flags            TEXT   NOT NULL,
    booked_at        BIGINT,
    arrived_at       BIGINT,
    signed_at        BIGINT,
    first_promise    BIGINT,
    last_promise     BIGINT,
    started_at       BIGINT,
    finished_at      BIGINT,
    ready_at         BIGINT,
    settled_at       BIGINT,
    delivered_at     BIGINT,
    closed_at        BIGINT,
    late_first       BIGINT,
    late_last        BIGINT,
    customer_caused  BIGINT NOT NULL,
    comeback         BIGINT NOT NULL,
    rework_count     BIGINT NOT NULL,
    standard_minutes BIGINT NOT NULL,
    worked_minutes   BIGINT NOT NULL,
    stopped_minutes  BIGINT NOT NULL,
    CONSTRAINT visit_fact_pk PRIMARY KEY (shop, visit)
);
CREATE INDEX visit_fact_by_settlement ON visit_fact (shop, settled_at);
CREATE INDEX visit_fact_by_order ON visit_fact (shop, order_no);

CREATE TABLE operation_fact (
    shop             TEXT   NOT NULL,
    visit            TEXT   NOT NULL,
    line             TEXT   NOT NULL,
    code             TEXT   NOT NULL,
    name             TEXT   NOT NULL,
    trade            TEXT   NOT NULL,
    class            TEXT   NOT NULL,
    standard_minutes BIGINT NOT NULL,
    worked_minutes   BIGINT NOT NULL,
    stopped_minutes  BIGINT NOT NULL,
    technicians      TEXT   NOT NULL,
    bay              TEXT   NOT NULL,
    started_at       BIGINT,
    finished_at      BIGINT,
    rework           BIGINT NOT NULL,
    CONSTRAINT operation_fact_pk PRIMARY KEY (shop, visit, line)
);
CREATE INDEX operation_fact_by_finish ON operation_fact (shop, finished_at);
