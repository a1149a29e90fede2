// Package factstore is the report.Store in SQL, on the database of a journal: the facts lie beside the records they are
// made from, and a step of a projection is one transaction and one round trip.
package factstore
