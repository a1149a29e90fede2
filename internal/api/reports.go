package api

import (
	"context"
	"net/http"

	"bayline/dispatch"
)

type forecastOutput struct {
	Body dispatch.Calibration
}

// registerReports answers how a shop has done.
func (s *Server) registerReports() {
	handle(s, operation{
		id: "report_forecast", method: http.MethodGet, path: "/api/v1/reports/forecast", tag: "reports",
		summary: "How far the forecasts can be trusted: what was said about the last 200 cars against what came true",
	}, func(ctx context.Context, in *OfShop) (*forecastOutput, error) {
		state, err := s.state(ctx, in.Shop)
		if err != nil {
			return nil, err
		}
		return &forecastOutput{Body: dispatch.Calibrate(state)}, nil
	})
}
