package page

import (
	"context"

	"github.com/a-h/templ"
)

// SignIn is the page that asks who somebody is.
type SignIn struct {
	Account string // as typed; the password is never sent back
	Back    string // where the person was going
	Refused string // why the last attempt failed, in words; the same words for a wrong name and a wrong password
	Demo    []DemoAccount
}

// DemoAccount is a fictional person of the demonstration, shown so that a newcomer can walk in.
type DemoAccount struct {
	Account, Password string
	Who               string // catalogue key
}

// Password is the page on which somebody changes the own password.
type Password struct {
	Must    bool   // it was given by another
	Refused string // why the last attempt failed, in words
}

// Title of the page.
func (v Password) Title(ctx context.Context) string { return t(ctx, "web.password.title") }

// Body of the page inside a signed-in person's frame.
func (v Password) Body() templ.Component { return password(v) }

// PlainPassword is the same page for whom everything else is closed until the password is changed.
type PlainPassword struct{ Password }

// Body of the page inside the visitors' frame.
func (v PlainPassword) Body() templ.Component { return plainPassword(v.Password) }

// Title of the page.
func (v SignIn) Title(ctx context.Context) string { return t(ctx, "web.sign_in.title") }

// Body of the page.
func (v SignIn) Body() templ.Component { return signIn(v) }
