package intake

import (
	"math"
	"strconv"
	"strings"

	"bayline/board"

	"golang.org/x/text/width"
)

// longestHours is the longest labour time taken as meant.
const longestHours = 400

// labourTime reads a line of the standard-time catalogue. What the file has no
// column for stays as it is.
func (r *reader) labourTime() []board.Command {
	l := board.LabourTime{Code: r.needed("code"), Crew: 1}
	if old, ok := r.scratch.Catalogue[l.Code]; ok {
		l = *old
	}
	l.NameZH = r.needed("name_zh")
	if name := r.text("name_en"); name != "" {
		l.NameEN = name
	}
	if r.needed("trade") != "" {
		l.Trade = word(r, "trade", tradeWords, board.Trades, l.Trade)
	}
	l.StandardMinutes = r.standardMinutes()
	l.PassiveMinutes = r.whole("passive_minutes", 0, 48*60, l.PassiveMinutes)
	l.Crew = r.whole("crew", 1, 3, l.Crew)
	l.BayType = word(r, "bay_type", bayWords, board.BayTypes, l.BayType)
	l.MinGrade = word(r, "min_grade", gradeWords, board.Grades, l.MinGrade)
	if powertrain := r.text("powertrain"); powertrain != "" {
		l.Powertrain = powertrain
	}
	if parts := split(r.text("parts_zh")); len(parts) > 0 {
		l.PartsZH = parts
	}
	if parts := split(r.text("parts_en")); len(parts) > 0 {
		l.PartsEN = parts
	}
	var source []string
	for _, field := range []string{"source", "source_url", "notes"} {
		if text := r.text(field); text != "" {
			source = append(source, text)
		}
	}
	if len(source) > 0 {
		l.Source = strings.Join(source, "; ")
	}
	if _, ok := r.at["estimate"]; ok {
		l.Estimate = r.yes("estimate")
	}
	return []board.Command{board.SetLabourTimes{Times: []board.LabourTime{l}}}
}

// standardMinutes reads the standard time in minutes, or in hours with a
// decimal point.
func (r *reader) standardMinutes() int {
	if _, ok := r.at["standard_minutes"]; ok && r.text("standard_minutes") != "" {
		return r.whole("standard_minutes", 1, longestHours*60, 0)
	}
	field := "standard_hours"
	if _, ok := r.at[field]; !ok {
		field = "standard_minutes"
	}
	text := strings.TrimSpace(strings.TrimRight(strings.ToLower(width.Narrow.String(r.needed(field))), writing.Hours))
	if text == "" {
		return 0
	}
	hours, err := strconv.ParseFloat(text, 64)
	minutes := int(math.Round(hours * 60))
	if err != nil || math.IsNaN(hours) || minutes < 1 || hours > longestHours {
		r.note(field, "bad_number").Message = board.Say("import.bad_hours", "most", longestHours)
		return 0
	}
	return minutes
}
