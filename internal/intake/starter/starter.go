// Package starter holds what a new shop begins with: a catalogue of standard
// labour times and the public holidays of mainland China. A shop replaces the
// hours with its own filed quota or the maker's book, and adds the holidays of
// later years when they are published.
package starter

import (
	"bytes"
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"bayline/board"
)

//go:embed labour_times.csv holiday-cn-*.json
var files embed.FS

// Catalogue gives the starter catalogue: 197 operations. Source tells where a
// figure was printed; Estimate marks those nobody printed. Crew, bay type,
// parts and passive minutes are estimates throughout.
func Catalogue() ([]board.LabourTime, error) {
	data, err := files.ReadFile("labour_times.csv")
	if err != nil {
		return nil, fmt.Errorf("starter catalogue: %w", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("starter catalogue: %w", err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	times := make([]board.LabourTime, 0, len(rows)-1)
	for i, row := range rows[1:] {
		l, err := labourTime(func(name string) string { return strings.TrimSpace(row[column[name]]) })
		if err != nil {
			return nil, fmt.Errorf("starter catalogue, line %d: %w", i+2, err)
		}
		times = append(times, l)
	}
	return times, nil
}

func labourTime(cell func(string) string) (board.LabourTime, error) {
	hours, err := strconv.ParseFloat(cell("standard_hours"), 64)
	if err != nil {
		return board.LabourTime{}, fmt.Errorf("standard_hours: %w", err)
	}
	crew, err := strconv.Atoi(cell("crew"))
	if err != nil {
		return board.LabourTime{}, fmt.Errorf("crew: %w", err)
	}
	passive, err := strconv.Atoi(cell("passive_min_estimate"))
	if err != nil {
		return board.LabourTime{}, fmt.Errorf("passive_min_estimate: %w", err)
	}
	return board.LabourTime{
		Code: cell("code"), NameZH: cell("name_zh"), NameEN: cell("name_en"), Trade: board.Trade(cell("trade")), Powertrain: cell("powertrain"),
		StandardMinutes: int(math.Round(hours * 60)), PassiveMinutes: passive, Crew: crew, BayType: board.BayType(cell("bay_type")),
		PartsZH: list(cell("parts_zh")), PartsEN: list(cell("parts_en")),
		Source: source(cell), Estimate: cell("source_type") == "estimate",
	}, nil
}

// source puts what is known about a figure's origin into one line.
func source(cell func(string) string) string {
	var said []string
	for _, name := range []string{"source_detail", "source_url", "notes"} {
		if text := cell(name); text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, "; ")
}

func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, ";")
}

// Holidays gives the public holidays of mainland China 2024-2026 and the
// weekends worked in exchange, by date "2006-01-02", as the State Council
// published them. They go into board.Calendar.Days.
func Holidays() (map[string]board.DayKind, error) {
	years, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("holidays: %w", err)
	}
	days := map[string]board.DayKind{}
	for _, year := range years {
		if !strings.HasPrefix(year.Name(), "holiday-cn-") {
			continue
		}
		data, err := files.ReadFile(year.Name())
		if err != nil {
			return nil, fmt.Errorf("holidays: %w", err)
		}
		if err := addYear(days, data); err != nil {
			return nil, fmt.Errorf("holidays, %s: %w", year.Name(), err)
		}
	}
	return days, nil
}

func addYear(days map[string]board.DayKind, data []byte) error {
	var year struct {
		Days []struct {
			Date string `json:"date"`
			Off  bool   `json:"isOffDay"`
		} `json:"days"`
	}
	if err := json.Unmarshal(data, &year); err != nil {
		return err
	}
	for _, d := range year.Days {
		if _, err := time.Parse(time.DateOnly, d.Date); err != nil {
			return err
		}
		days[d.Date] = board.DayWork
		if d.Off {
			days[d.Date] = board.DayOff
		}
	}
	return nil
}
