-- Which program read, when it was not the officer in a browser. Written by the kit.
ALTER TABLE reading ADD COLUMN token TEXT;
