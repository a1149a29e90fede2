// Package solve runs the search on files of the published scheduling benchmarks: bench solve
// plans one file, and Table compares a folder of files with the best known values.
package solve
