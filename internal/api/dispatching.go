package api

import (
	"context"
	"net/http"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

type candidateRow struct {
	Technicians []board.PersonID     `json:"technicians"`
	Bay         board.BayID          `json:"bay"`
	Start       time.Time            `json:"start"`
	Finish      time.Time            `json:"finish"`
	Ready       time.Time            `json:"ready,omitzero"`
	Score       int                  `json:"score" doc:"sum of the parts, in minutes; less is better"`
	Parts       []dispatch.ScorePart `json:"parts"`
	Effects     []dispatch.Effect    `json:"effects" doc:"what the choice does to other cars"`
	Reasons     []Sentence           `json:"reasons"`
}

type refusedRow struct {
	Technician board.PersonID `json:"technician,omitempty"`
	Bay        board.BayID    `json:"bay,omitempty"`
	Violation
	Rules []Violation `json:"rules" doc:"every rule against it; the first is repeated beside the name"`
}

type suggestionsOutput struct {
	Body struct {
		Candidates []candidateRow `json:"candidates" doc:"the best first"`
		Refused    []refusedRow   `json:"refused" doc:"everybody and every bay else, with what speaks against them"`
		Reasons    []Sentence     `json:"reasons,omitempty" doc:"why there is no candidate"`
	}
}

type suggestionsInput struct {
	OfShop
	Visit string `query:"visit" required:"true" maxLength:"30" doc:"id of the visit, V17"`
	Line  int    `query:"line" required:"true" minimum:"1" doc:"line of the order"`
	Count int    `query:"n" default:"3" minimum:"1" maximum:"10" doc:"how many candidates"`
}

type checkInput struct {
	OfShop
	Body dispatch.Assignment
}

type checkOutput struct {
	Body struct {
		Violations []Violation `json:"violations" doc:"empty: the choice is sound"`
		Cost       *costRow    `json:"cost,omitempty" doc:"what the choice is expected to cost; missing: nothing"`
	}
}

func (s *Server) registerDispatching() {
	const tag = "dispatching"
	handle(s, operation{id: "suggestions", method: http.MethodGet, path: "/api/v1/suggestions", summary: "Who should do this operation, where and when, and why not the others", tag: tag}, s.suggest)
	handle(s, operation{id: "check", method: http.MethodPost, path: "/api/v1/check", summary: "Which rules a choice would break; changes nothing", tag: tag}, s.check)
}

func (s *Server) suggest(ctx context.Context, in *suggestionsInput) (*suggestionsOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	say := speechOf(ctx, scene.State.Location(), scene.Now)
	if err := known(scene.State, in.Visit, in.Line); err != nil {
		return nil, err
	}
	found := dispatch.Suggest(scene.State, scene.Plan, scene.Now, board.OperationRef{Visit: board.VisitID(in.Visit), Line: in.Line}, in.Count)
	out := &suggestionsOutput{}
	out.Body.Candidates, out.Body.Refused = []candidateRow{}, []refusedRow{}
	for _, c := range found.Best {
		out.Body.Candidates = append(out.Body.Candidates, candidateRow{
			Technicians: c.Technicians, Bay: c.Bay, Start: c.Start, Finish: c.Finish, Ready: c.Ready,
			Score: c.Score, Parts: c.Parts, Effects: append([]dispatch.Effect{}, c.Effects...), Reasons: say.sentences(c.Reasons),
		})
	}
	for _, o := range found.Others {
		row := refusedRow{Technician: o.Technician, Bay: o.Bay, Rules: say.violations(o.Rules)}
		if len(row.Rules) > 0 {
			row.Violation = row.Rules[0]
		}
		out.Body.Refused = append(out.Body.Refused, row)
	}
	out.Body.Reasons = say.sentences(found.Reasons)
	return out, nil
}

func (s *Server) check(ctx context.Context, in *checkInput) (*checkOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	say := speechOf(ctx, scene.State.Location(), scene.Now)
	if err := known(scene.State, string(in.Body.Visit), in.Body.Line); err != nil {
		return nil, err
	}
	out := &checkOutput{}
	out.Body.Violations = say.violations(dispatch.Check(scene.State, scene.Plan, scene.Now, in.Body))
	if cost, ok := dispatch.PriceOf(scene.State, scene.Now, in.Body); ok {
		out.Body.Cost = &costRow{
			Predicted: cost.Predicted, Why: say.sentence(cost.Reason),
			Technicians: cost.Best.Technicians, Bay: cost.Best.Bay, Start: cost.Best.Start,
		}
	}
	return out, nil
}

// known refuses a question about a visit or line that does not exist.
func known(s *board.State, visit string, line int) error {
	v, ok := s.Visits[board.VisitID(visit)]
	if !ok {
		return &board.Refusal{Code: "visit_unknown", Args: map[string]any{"visit": visit}}
	}
	if line != 0 && v.Operation(line) == nil {
		return &board.Refusal{Code: "operation_unknown", Args: map[string]any{"visit": visit, "line": line}}
	}
	return nil
}
