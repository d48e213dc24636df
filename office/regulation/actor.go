package regulation

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// ActorOf makes the actor: the person with the posts held and answered for on the day. Own posts come first, and stay with their holder when
// he is away, since an absence moves nobody's authority; what a delegation handed over is taken from the holder and given to the delegate.
func (s *Service) ActorOf(ctx context.Context, tx *database.Tx, person office.ID, day office.Day) (office.Actor, error) {
	p, err := org.PersonOf(ctx, tx, person)
	if err != nil {
		return office.Actor{}, err
	}
	benches, err := s.benches(ctx, tx, []office.ID{p.OrganID}, day)
	if err != nil {
		return office.Actor{}, err
	}
	b := benches[p.OrganID]
	actor := office.Actor{Person: p.ID, Name: p.Name, Organ: p.OrganID, Day: day}
	for _, own := range []bool{true, false} {
		for _, post := range b.structure.Posts {
			actor.Posts = append(actor.Posts, b.held(post, p.ID, own)...)
		}
	}
	for i := range actor.Posts {
		if err := b.nameStoodIn(ctx, tx, &actor.Posts[i]); err != nil {
			return office.Actor{}, err
		}
	}
	if actor.SeesOrgan() {
		actor.Inherits, err = org.Predecessors(ctx, tx, actor.Organ)
	}
	return actor, err
}

// held is a post as a person holds it in his own right, or as he answers for it in another's place: once a capacity.
func (b *bench) held(post org.Post, person office.ID, own bool) []office.HeldPost {
	held := office.HeldPost{Post: post.ID, Title: post.Title, Role: post.Role}
	if post.DepartmentID != nil {
		held.Department = *post.DepartmentID
	}
	for _, a := range b.structure.Holders(post.ID) {
		if a.PersonID != person {
			continue
		}
		if !own {
			return nil
		}
		held.Capacity, held.Except = a.Kind.Capacity(), b.handedOver(post.ID)
		return []office.HeldPost{held}
	}
	if own {
		return nil
	}
	return b.standsIn(held, person)
}

// handedOver are the fields of a post that delegations cover that day.
func (b *bench) handedOver(post office.ID) []office.FieldCode {
	if !b.delegates(post) {
		return nil
	}
	var out []office.FieldCode
	for _, field := range everyField() {
		if b.desk(post, field).Flags.Has(routing.Delegated) {
			out = append(out, field)
		}
	}
	return out
}

func (b *bench) delegates(post office.ID) bool {
	for _, d := range b.delegations {
		if d.FromPost == post {
			return true
		}
	}
	return false
}

func (b *bench) desk(post office.ID, field office.FieldCode) routing.Resolution {
	return b.rules.engine.ResolvePost(&b.staffing, postOf(post), routing.Matter{Field: routing.Field(field)})
}

// standsIn is a post of somebody else's whose desk the person has that day, for all fields or for some. Who is a delegate in some fields may be the
// substitute in the others.
func (b *bench) standsIn(post office.HeldPost, person office.ID) []office.HeldPost {
	asked := everyField()
	if !b.delegates(post.Post) {
		asked = asked[:1] // without delegations all fields are answered alike
	}
	var all []office.HeldPost
	for _, field := range asked {
		capacity := standingOf(b.desk(post.Post, field), person)
		if capacity == "" {
			continue
		}
		i := slices.IndexFunc(all, func(h office.HeldPost) bool { return h.Capacity == capacity })
		if i < 0 {
			i, post.Capacity = len(all), capacity
			all = append(all, post)
		}
		all[i].Fields = append(all[i].Fields, field)
	}
	if len(all) == 1 && len(all[0].Fields) == len(asked) {
		all[0].Fields = nil
	}
	return all
}

// standingOf is the capacity in which a person has a desk that is not his own; "" when he has it not.
func standingOf(desk routing.Resolution, person office.ID) office.Capacity {
	switch {
	case desk.Duty == personOf(person):
		return office.AsDuty
	case desk.Keeper == personOf(person):
		return office.AsKeeper
	case !has(desk.People, person):
		return ""
	case desk.Standing == routing.AsDelegate:
		return office.AsDelegate
	default:
		return office.AsSubstitute
	}
}

// nameStoodIn says whom somebody stands in for: the holder, or the post itself while it is vacant. Few stand in for anybody, so a name is read when
// it is needed, and not all names of the organ with every request.
func (b *bench) nameStoodIn(ctx context.Context, tx *database.Tx, held *office.HeldPost) error {
	if held.Capacity.Own() {
		return nil
	}
	held.For = held.Title
	for _, a := range b.structure.Holders(held.Post) {
		p, err := org.PersonOf(ctx, tx, a.PersonID)
		held.For = p.Name
		return err
	}
	return nil
}

func has(people []routing.Holder, person office.ID) bool {
	for _, h := range people {
		if h.Person == personOf(person) {
			return true
		}
	}
	return false
}

// everyField is every code of the tree, and before them "" for what is unclassified.
func everyField() []office.FieldCode {
	all := []office.FieldCode{""}
	for _, f := range fields() {
		all = append(all, f.Code)
	}
	return all
}
