package board

import "slices"

// maxParts bounds the parts one line of the catalogue brings along.
const maxParts = 40

// LabourTime is one line of the shop's standard-time catalogue (标准工时).
// StandardMinutes are man-minutes as sold; Source tells where the figure comes
// from and Estimate that nobody printed it.
type LabourTime struct {
	Code            string   `json:"code"`
	NameZH          string   `json:"name_zh"`
	NameEN          string   `json:"name_en"`
	Trade           Trade    `json:"trade"`
	Powertrain      string   `json:"powertrain,omitempty"`
	StandardMinutes int      `json:"standard_minutes"`
	PassiveMinutes  int      `json:"passive_minutes,omitempty" doc:"time that holds the bay but no person: drying"`
	Crew            int      `json:"crew"`
	MinGrade        Grade    `json:"min_grade,omitempty"`
	BayType         BayType  `json:"bay_type,omitempty"`
	PartsZH         []string `json:"parts_zh,omitempty"`
	PartsEN         []string `json:"parts_en,omitempty"`
	Source          string   `json:"source,omitempty"`
	Estimate        bool     `json:"estimate,omitempty"`
}

func (l LabourTime) validate() error {
	if err := checkCount("parts", max(len(l.PartsZH), len(l.PartsEN)), maxParts); err != nil {
		return err
	}
	texts := []text{
		{"code", l.Code, maxID}, {"name_zh", l.NameZH, maxOperation}, {"name_en", l.NameEN, maxOperation},
		{"powertrain", l.Powertrain, maxID}, {"source", l.Source, maxText},
	}
	for _, part := range slices.Concat(l.PartsZH, l.PartsEN) {
		texts = append(texts, text{"parts", part, maxName})
	}
	if err := checkLength(texts...); err != nil {
		return err
	}
	switch {
	case l.Code == "":
		return refuse("field_missing", "field", "code")
	case l.NameZH == "" && l.NameEN == "":
		return refuse("field_missing", "field", "name_zh")
	case !known(Trades, l.Trade):
		return refuse("field_invalid", "field", "trade", "value", l.Trade)
	case l.StandardMinutes < 1 || l.StandardMinutes > 400*60:
		return refuse("field_invalid", "field", "standard_minutes", "value", l.StandardMinutes)
	case l.PassiveMinutes < 0 || l.PassiveMinutes > 48*60:
		return refuse("field_invalid", "field", "passive_minutes", "value", l.PassiveMinutes)
	case l.Crew < 1 || l.Crew > 3:
		return refuse("field_invalid", "field", "crew", "value", l.Crew)
	case l.MinGrade != "" && !known(Grades, l.MinGrade):
		return refuse("field_invalid", "field", "min_grade", "value", l.MinGrade)
	case l.BayType != "" && !known(BayTypes, l.BayType):
		return refuse("field_invalid", "field", "bay_type", "value", l.BayType)
	}
	return nil
}
