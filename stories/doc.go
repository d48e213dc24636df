// Package stories tells the office's day on the whole program, on SQLite and on PostgreSQL: a small city made up by code, people who act through
// the same use cases as the pages, and a clock that the story moves.
//
//	s.As(city.Clerk).Send(directive, "phat-hanh-1", ward, market)
//	s.Work()
//	got := s.As(ward.Clerk).Register(directive)
//
// An act that must not succeed names the error that it expects:
//
//	s.As(ward.LandOfficer).Refused("dispatch.only_recipient_clerk").Register(directive)
package stories
