package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bayline/board"
)

// OfShop is what every question about one shop carries. huma fills an embedded
// struct only when its name is exported.
type OfShop struct {
	Shop string `query:"shop" required:"true" maxLength:"40" doc:"which shop"`
}

type searchInput struct {
	OfShop
	Query string `query:"q" maxLength:"60" doc:"part of a plate, order number, customer or model"`
	Limit int    `query:"limit" default:"30" minimum:"1" maximum:"500" doc:"most answers"`
}

// shopOf reads the name of a shop. Old shops may have names that no new one gets, but none holds what cannot be seen.
func shopOf(name string) (board.ShopID, error) {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
		return "", &board.Refusal{Code: "shop_unknown"}
	}
	return board.ShopID(name), nil
}

// state gives the state of an open shop.
func (s *Server) state(ctx context.Context, shop string) (*board.State, error) {
	id, err := shopOf(shop)
	if err != nil {
		return nil, err
	}
	state, err := s.Floor.State(ctx, id)
	if err != nil {
		return nil, err
	}
	if !state.Open {
		return nil, &board.Refusal{Code: "shop_unknown"}
	}
	return state, nil
}

type visitsOutput struct {
	Body struct {
		Visits []*board.Visit `json:"visits"`
	}
}

type visitInput struct {
	OfShop
	Visit string `path:"visit" maxLength:"30" doc:"id of the visit, V17"`
}

type visitOutput struct {
	Body *board.Visit
}

type peopleOutput struct {
	Body struct {
		People []personState `json:"people"`
	}
}

type personState struct {
	*board.Person
	State board.TechnicianState `json:"state"`
}

type baysOutput struct {
	Body struct {
		Bays []bayState `json:"bays"`
	}
}

type bayState struct {
	*board.Bay
	State board.BayState `json:"state"`
}

type teamsOutput struct {
	Body struct {
		Teams []*board.Team `json:"teams"`
	}
}

type settingsOutput struct {
	Body board.Settings
}

type catalogueOutput struct {
	Body struct {
		Times []*board.LabourTime `json:"times"`
	}
}

func (s *Server) registerQueries() {
	const tag = "queries"
	get := func(id, path, summary string) operation {
		return operation{id: id, method: http.MethodGet, path: path, summary: summary, tag: tag}
	}
	handle(s, get("visits", "/api/v1/visits", "Find visits by plate, order number, customer or model"), s.findVisits)
	handle(s, get("visit", "/api/v1/visits/{visit}", "One visit in full"), func(ctx context.Context, in *visitInput) (*visitOutput, error) {
		state, err := s.state(ctx, in.Shop)
		if err != nil {
			return nil, err
		}
		v, ok := state.Visits[board.VisitID(in.Visit)]
		if !ok {
			return nil, &board.Refusal{Code: "visit_unknown", Args: map[string]any{"visit": in.Visit}}
		}
		return &visitOutput{Body: v}, nil
	})
	handle(s, get("people", "/api/v1/people", "The staff and what they are doing"), func(ctx context.Context, in *OfShop) (*peopleOutput, error) {
		state, err := s.state(ctx, in.Shop)
		if err != nil {
			return nil, err
		}
		out := &peopleOutput{}
		out.Body.People = []personState{}
		for _, p := range board.Sorted(state.People) {
			out.Body.People = append(out.Body.People, personState{p, state.TechnicianState(p)})
		}
		return out, nil
	})
	handle(s, get("bays", "/api/v1/bays", "The bays and what they are doing"), func(ctx context.Context, in *OfShop) (*baysOutput, error) {
		state, err := s.state(ctx, in.Shop)
		if err != nil {
			return nil, err
		}
		out := &baysOutput{}
		out.Body.Bays = []bayState{}
		for _, b := range state.BaysInOrder() {
			out.Body.Bays = append(out.Body.Bays, bayState{b, state.BayState(b)})
		}
		return out, nil
	})
	handle(s, get("teams", "/api/v1/teams", "The teams"), func(ctx context.Context, in *OfShop) (*teamsOutput, error) {
		state, err := s.state(ctx, in.Shop)
		if err != nil {
			return nil, err
		}
		out := &teamsOutput{}
		out.Body.Teams = board.Sorted(state.Teams)
		return out, nil
	})
	handle(s, get("settings", "/api/v1/settings", "The shop's settings"), func(ctx context.Context, in *OfShop) (*settingsOutput, error) {
		state, err := s.state(ctx, in.Shop)
		if err != nil {
			return nil, err
		}
		return &settingsOutput{Body: state.Settings}, nil
	})
	handle(s, get("catalogue", "/api/v1/catalogue", "Find standard labour times by code or name"), s.findTimes)
}

func (s *Server) findVisits(ctx context.Context, in *searchInput) (*visitsOutput, error) {
	state, err := s.state(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	plate, text := board.NormalisePlate(in.Query), strings.ToLower(strings.TrimSpace(in.Query))
	out := &visitsOutput{}
	out.Body.Visits = []*board.Visit{}
	all := board.Sorted(state.Visits)
	slices.SortStableFunc(all, func(a, b *board.Visit) int { return b.ChangedAt.Compare(a.ChangedAt) })
	for _, v := range all {
		if text != "" && !strings.Contains(v.Plate, plate) && !contains(text, v.OrderNo, v.Customer, v.Model, string(v.ID), v.Code) {
			continue
		}
		if out.Body.Visits = append(out.Body.Visits, v); len(out.Body.Visits) == in.Limit {
			break
		}
	}
	return out, nil
}

func contains(text string, fields ...string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return strings.Contains(strings.ToLower(f), text) })
}

func (s *Server) findTimes(ctx context.Context, in *searchInput) (*catalogueOutput, error) {
	state, err := s.state(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	text := strings.ToLower(strings.TrimSpace(in.Query))
	out := &catalogueOutput{}
	out.Body.Times = []*board.LabourTime{}
	for _, l := range board.Sorted(state.Catalogue) {
		if text != "" && !contains(text, l.Code, l.NameZH, l.NameEN) {
			continue
		}
		if out.Body.Times = append(out.Body.Times, l); len(out.Body.Times) == in.Limit {
			break
		}
	}
	return out, nil
}
