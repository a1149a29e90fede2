package solve

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// benchmark is one line of a list of best known values.
type benchmark struct {
	family, file, format, objective string
	factor, best                    float64
}

func benchmarks(dir string) ([]benchmark, error) {
	var list []benchmark
	add := func(name string, wanted []string, make func([]string) (benchmark, error)) error {
		rows, err := columns(filepath.Join(dir, name), wanted)
		if err != nil {
			return err
		}
		for _, row := range rows {
			b, err := make(row)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			list = append(list, b)
		}
		return nil
	}
	err := add("fjsp_bks.csv", []string{"family", "file", "ub"}, func(r []string) (benchmark, error) {
		best, err := strconv.ParseFloat(r[2], 64)
		return benchmark{family: r[0], file: r[1], format: "fjsp", objective: "makespan", best: best}, err
	})
	if err != nil {
		return nil, err
	}
	err = add("fjssp-w_bks.csv", []string{"file", "ub"}, func(r []string) (benchmark, error) {
		best, err := strconv.ParseFloat(r[1], 64)
		return benchmark{family: "fjssp-w", file: r[0], format: "fjsspw", objective: "makespan", best: best}, err
	})
	if err != nil {
		return nil, err
	}
	err = add("jsp-twt_bks.csv", []string{"file", "f", "literature_value"}, func(r []string) (benchmark, error) {
		factor, err := strconv.ParseFloat(r[1], 64)
		if err != nil {
			return benchmark{}, err
		}
		best, err := strconv.ParseFloat(r[2], 64)
		return benchmark{family: "jsp-twt", file: r[0], format: "jsp", objective: "twt", factor: factor, best: best}, err
	})
	return list, err
}

// columns reads the named columns of a CSV file with a header.
func columns(path string, wanted []string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the best known values: %w", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: the file is empty", path)
	}
	out := make([][]string, len(rows)-1)
	for _, name := range wanted {
		k := slices.Index(rows[0], name)
		if k < 0 {
			return nil, fmt.Errorf("%s: no column %q", path, name)
		}
		for i, row := range rows[1:] {
			out[i] = append(out[i], row[k])
		}
	}
	return out, nil
}
