// Package shopsetup opens shops: with the usual settings, the known public holidays and the starter catalogue of labour
// times, so that a new shop can take its first car at once.
package shopsetup

import (
	"context"
	"time"

	"bayline/board"
	"bayline/internal/floor"
	"bayline/internal/intake/starter"
)

// Executor carries out commands.
type Executor interface {
	Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)
}

// Open opens a shop with the usual settings, the known public holidays and
// the starter catalogue of labour times.
func Open(ctx context.Context, x Executor, id board.ShopID, name, nameEN string, req floor.Request) error {
	settings, err := Settings(name, nameEN)
	if err != nil {
		return err
	}
	if _, err := x.Execute(ctx, id, board.OpenShop{Settings: settings}, req); err != nil {
		return err
	}
	times, err := starter.Catalogue()
	if err != nil {
		return err
	}
	req.Key = ""
	_, err = x.Execute(ctx, id, board.SetLabourTimes{Times: times}, req)
	return err
}

// Imagine returns the state a shop would have once it is opened, for a rehearsal: nothing is opened.
func Imagine(s *board.State, name string, actor board.Actor, now time.Time) (*board.State, error) {
	settings, err := Settings(name, "")
	if err != nil {
		return nil, err
	}
	times, err := starter.Catalogue()
	if err != nil {
		return nil, err
	}
	for _, c := range []board.Command{board.OpenShop{Settings: settings}, board.SetLabourTimes{Times: times}} {
		if _, s, err = board.Decide(s, c, board.Meta{Now: now, Actor: actor}); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Settings returns a new shop's settings with the known public holidays.
func Settings(name, nameEN string) (board.Settings, error) {
	settings := board.DefaultSettings(name)
	settings.NameEN = nameEN
	days, err := starter.Holidays()
	if err != nil {
		return settings, err
	}
	settings.Calendar.Days = days
	return settings, nil
}
