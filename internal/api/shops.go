package api

import (
	"context"
	"net/http"

	"bayline/board"
	"bayline/internal/shopsetup"
)

type shopRow struct {
	ID       board.ShopID `json:"id"`
	Name     string       `json:"name"`
	NameEN   string       `json:"name_en,omitempty"`
	Zone     string       `json:"zone"`
	Language string       `json:"language"`
}

type shopsOutput struct {
	Body struct {
		Shops []shopRow `json:"shops"`
	}
}

type openShopInput struct {
	Key   string `header:"Idempotency-Key" maxLength:"200" doc:"the same key and body give the same answer again and change nothing"`
	Actor string `header:"X-Bayline-Actor" maxLength:"400" doc:"who asks: a name, percent-encoded UTF-8"`
	Role  string `header:"X-Bayline-Role" maxLength:"20" doc:"in which role"`
	Body  struct {
		ID     string `json:"id" doc:"short name used in addresses: letters, digits, - and _"`
		Name   string `json:"name" maxLength:"60"`
		NameEN string `json:"name_en,omitempty" maxLength:"60"`
	}
}

type shopOutput struct {
	Body shopRow
}

func (s *Server) registerShops() {
	const tag = "shops"
	handle(s, operation{id: "shops", method: http.MethodGet, path: "/api/v1/shops", summary: "The shops of this server", tag: tag},
		func(ctx context.Context, _ *struct{}) (*shopsOutput, error) {
			out := &shopsOutput{}
			out.Body.Shops = []shopRow{}
			ids, err := s.Floor.Shops(ctx)
			if err != nil {
				return nil, err
			}
			for _, id := range ids {
				state, err := s.Floor.State(ctx, id)
				if err != nil {
					return nil, err
				}
				if state.Open {
					out.Body.Shops = append(out.Body.Shops, rowOf(state))
				}
			}
			return out, nil
		})
	handle(s, operation{
		id: "create_shop", method: http.MethodPost, path: "/api/v1/shops", tag: tag, status: http.StatusCreated,
		summary:     "Open a shop with usual settings, holidays and labour times",
		description: "The shop can take its first car at once. An id is taken for ever: a second shop of the same id is refused.",
	}, s.openShop)
}

func rowOf(s *board.State) shopRow {
	return shopRow{ID: s.Shop, Name: s.Settings.Name, NameEN: s.Settings.NameEN, Zone: s.Settings.Zone, Language: s.Settings.Language}
}

func (s *Server) openShop(ctx context.Context, in *openShopInput) (*shopOutput, error) {
	req, err := Writer{Actor: in.Actor, Role: in.Role, Key: in.Key}.request()
	if err != nil {
		return nil, err
	}
	id := board.ShopID(in.Body.ID)
	if !id.Valid() { // asked here too: a name that no shop can have is not looked up
		return nil, &board.Refusal{Code: "field_invalid", Field: "id", Args: map[string]any{"field": "id", "value": in.Body.ID}}
	}
	if err := shopsetup.Open(ctx, s.Floor, id, in.Body.Name, in.Body.NameEN, req); err != nil {
		return nil, err
	}
	state, err := s.Floor.State(ctx, id)
	if err != nil {
		return nil, err
	}
	return &shopOutput{Body: rowOf(state)}, nil
}
