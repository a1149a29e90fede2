// Package intake brings real input into a shop: repair orders, appointments,
// people, bays, teams and labour times, from the CSV and xlsx files other
// systems and hands produce.
//
// Read makes a Table of a file, whatever its encoding, separator, sheet or
// language of headers. Plan turns every row into commands and decides them
// against a copy of the shop: a dry run that lists each bad row with line,
// column and reason and changes nothing. Run carries the good rows out through
// the same commands people use. A bad row never stops good ones, and the same
// file twice changes nothing.
package intake
