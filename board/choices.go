package board

import "slices"

// Choice is a closed list of codes that a field takes its value from. Fields name it in the tag `choice:"stop"`; the
// API document and the check of a request's form read the list from here. Words is the family of the word catalogue
// that says the codes, "stop" for stop.parts; empty: people never read them.
type Choice struct {
	Name  string
	Words string
	Codes []string
}

// choices lists every closed list once. A new code stands in the list of its owner and nowhere else in Go.
var choices = []Choice{
	choice("stage", Stages), choice("stop", stopReasons()), choice("trade", Trades), choice("grade", Grades),
	choice("class", Classes), choice("bay_type", BayTypes), choice("role", Roles), choice("presence", Presences),
	choice("how", Hows), choice("level", Levels), choice("cause", Causes), choice("part", PartStates),
	choice("additional", AdditionalStates), choice("operation", OperationStates), choice("plan_mode", PlanModes),
	choice("phase", Phases),

	choice("correction", correctable).saidBy("stage"),
	choice("inspection", Levels[1:]).saidBy("level"),
	choice("promise_cause", Causes[1:]).saidBy("cause"),
	choice("additional_answer", AdditionalStates[1:]).saidBy("additional"),
	choice("away", Away).saidBy("presence"),
	choice("plan_cause", []Cause{CauseShop, CauseParts, CauseAdditional}).saidBy("cause"),
	choice("language", Languages).saidBy(""),
	choice("override_kind", []string{"dispatch", "pin"}).saidBy(""),
}

func choice[T ~string](name string, codes []T) Choice {
	c := Choice{Name: name, Words: name, Codes: make([]string, len(codes))}
	for i, code := range codes {
		c.Codes[i] = string(code)
	}
	return c
}

func (c Choice) saidBy(family string) Choice {
	c.Words = family
	return c
}

// Choices returns every closed list of codes.
func Choices() []Choice { return slices.Clone(choices) }

// ChoiceNamed returns the closed list that a tag names.
func ChoiceNamed(name string) (Choice, bool) {
	i := slices.IndexFunc(choices, func(c Choice) bool { return c.Name == name })
	if i < 0 {
		return Choice{}, false
	}
	return choices[i], true
}
