package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"congvan/demo"
	"congvan/office"
	"congvan/office/dispatch"

	"github.com/chromedp/chromedp"
)

// silent hears how the demonstration goes and says nothing.
type silent struct{}

func (silent) Step(string, ...any)            {}
func (silent) Progress(string) func(int, int) { return func(int, int) {} }

// TestScreenTheDemonstrationInAllCommunes takes the two pictures of the README, when a folder for pictures is named: the directive on the desk
// of the chairman of Tương Mai with the reason opened, and the city's board after the demonstration and some days' work in the communes.
func TestScreenTheDemonstrationInAllCommunes(t *testing.T) {
	if os.Getenv("CONGVAN_TEST_SCREENS") == "" {
		t.Skip("CONGVAN_TEST_SCREENS is not set: no pictures are wanted")
	}
	needChromium(t)
	city := build(t)
	t.Cleanup(city.close)
	tally, err := demo.Tell(ctx, city.services, city.Installed, nil, silent{})
	must(t, err)
	if tally.Recipients != 126 || !tally.Consistent() {
		t.Fatalf("the demonstration ended with %+v", tally)
	}
	city.goOn(t)

	chairman := city.as(t, city.Places[tuongMai], "chutich")
	chairman.open("/work")
	chairman.follow("tăng cường quản lý đất đai")
	chairman.drawn()
	chairman.height(1000)
	eval[bool](chairman, `document.querySelector("#why > details").open = true, document.querySelector("#why").scrollIntoView({block: "start", behavior: "instant"}), true`)
	chairman.window("document")

	board := city.as(t, city.Office, "vanthu")
	board.open("/board")
	if tiles := eval[int](board, `document.querySelectorAll(".tile").length`); tiles != 126 {
		t.Errorf("the board has %d tiles", tiles)
	}
	board.height(1060)
	board.window("board")
}

// goOn lets some communes work on the directive, so that the board shows more than one state: every third has started, every seventh finished.
func (c *City) goOn(t *testing.T) {
	t.Helper()
	for n, commune := range c.City.Communes {
		if n%3 != 0 && n%7 != 0 {
			continue
		}
		c.carryOn(t, c.Places[commune.Locality], n%7 == 0)
	}
	c.work(t)
}

// carryOn has the leader whom the paper reached give it to an officer of the field, who starts and, when told so, finishes.
func (c *City) carryOn(t *testing.T, o demo.Placed, finish bool) {
	t.Helper()
	for person := range o.People {
		actor := c.actorOf(t, o, person)
		if !actor.Has(office.RoleHead, office.RoleDeputy) {
			continue
		}
		list, _, err := c.Dispatch.Incoming(ctx, c.clerkOf(t, o), []dispatch.State{dispatch.Received}, 1, 0)
		must(t, err)
		if len(list) == 0 {
			return
		}
		officer, person := c.officer(o)
		d, err := c.Dispatch.Assign(ctx, actor, list[0].ID, list[0].Version, dispatch.Assignment{Handler: o.Posts[officer]})
		if err != nil {
			continue // another leader's
		}
		handler := c.actorOf(t, o, person)
		if d, err = c.Dispatch.Start(ctx, handler, d.ID, d.Version); err == nil && finish {
			_, err = c.Dispatch.Finish(ctx, handler, d.ID, d.Version, "Đã thực hiện.")
		}
		must(t, err)
		return
	}
}

func (c *City) clerkOf(t *testing.T, o demo.Placed) office.Actor {
	t.Helper()
	for _, post := range o.Organ.Posts {
		if post.Role == office.RoleClerk && len(post.Holders) > 0 {
			return c.actorOf(t, o, post.Holders[0])
		}
	}
	t.Fatalf("%s has no clerk", o.Organ.Name)
	return office.Actor{}
}

// officer is the first professional post that somebody holds, with its holder.
func (c *City) officer(o demo.Placed) (demo.PostCode, demo.PersonCode) {
	for _, post := range o.Organ.Posts {
		if post.Role == office.RoleOfficer && len(post.Holders) > 0 {
			return post.ID, post.Holders[0]
		}
	}
	return "", ""
}

// height makes the window as high as a picture needs, at the width of a desk.
func (b *Tab) height(pixels int64) {
	b.Helper()
	b.do(chromedp.EmulateViewport(1440, pixels))
}

// window keeps what the window shows.
func (b *Tab) window(name string) {
	b.Helper()
	image, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	must(b.T, err)
	must(b.T, os.WriteFile(filepath.Join(os.Getenv("CONGVAN_TEST_SCREENS"), fmt.Sprintf("readme-%s.png", name)), image, 0o644))
}
