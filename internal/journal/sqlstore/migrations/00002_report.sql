-- +goose Up

-- How far the facts of a shop follow its log. A shop without a row has none, or those an older program wrote while it
-- appended: they are made anew.
CREATE TABLE report_position (
    shop TEXT   NOT NULL,
    seq  BIGINT NOT NULL,
    at   BIGINT NOT NULL,
    CONSTRAINT report_position_pk PRIMARY KEY (shop)
);
