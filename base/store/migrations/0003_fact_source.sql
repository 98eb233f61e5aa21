-- Which subject each count came from, so that every figure opens to the very dossiers behind it.
-- Drawn from events with the facts, in the same transaction; filled anew for databases that had none.
CREATE TABLE fact_source (
    agency TEXT NOT NULL,
    measure TEXT NOT NULL,
    day TEXT NOT NULL,
    subject TEXT NOT NULL,
    channel TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (agency, measure, day, subject, channel)
);
-- A period of one measure over all procedures.
CREATE INDEX fact_by_day ON fact(agency, measure, day);
