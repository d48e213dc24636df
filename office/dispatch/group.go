package dispatch

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
)

// Group is a named list of an organ's recipients (nhóm nơi nhận): "51 phường", "Các xã có đê". It saves ticking; a dispatch names organs.
type Group struct {
	ID      office.ID
	OrganID office.ID
	Name    string
	Members []office.ID // in the order of their identifiers
}

// LongestGroupName is how many characters a group's name may have.
const LongestGroupName = 120

// MayGroup is the policy for groups: the clerk, who dispatches.
func MayGroup(actor office.Actor) bool { return actor.Has(office.RoleClerk) }

// Groups lists the groups of the actor's organ by name.
func (s *Service) Groups(ctx context.Context, actor office.Actor) ([]Group, error) {
	if !MayGroup(actor) {
		return nil, office.Forbidden("dispatch.only_clerk")
	}
	var groups []Group
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		all, err := GroupsOf(ctx, tx, []office.ID{actor.Organ})
		groups = all[actor.Organ]
		return err
	})
	return groups, err
}

// KeepGroup makes a group of the actor's organ, or gives the one of that name other members.
func (s *Service) KeepGroup(ctx context.Context, actor office.Actor, name string, members []office.ID) (Group, error) {
	if !MayGroup(actor) {
		return Group{}, office.Forbidden("dispatch.only_clerk")
	}
	g := Group{OrganID: actor.Organ, Name: strings.Join(strings.Fields(name), " "), Members: distinct(members)}
	switch {
	case g.Name == "":
		return g, office.Invalid("dispatch.group_name_needed", "group_name")
	case utf8.RuneCountInString(g.Name) > LongestGroupName:
		return g, office.Invalid("dispatch.group_name_long", "group_name", LongestGroupName)
	}
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		err := reachable(ctx, tx, actor.Organ, members)
		if err == nil {
			g.ID, err = PutGroup(ctx, tx, actor, g)
		}
		return err
	})
	return g, err
}

// DropGroup drops a group of the actor's organ. What was sent to its members stays sent.
func (s *Service) DropGroup(ctx context.Context, actor office.Actor, id office.ID) error {
	if !MayGroup(actor) {
		return office.Forbidden("dispatch.only_clerk")
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		var name string
		err := tx.Get(ctx, &name, `select name from recipient_groups where id = $1 and organ_id = $2`+tx.ForUpdate(), id, actor.Organ)
		if database.NoRows(err) {
			return office.NotFound("dispatch.no_group")
		}
		if err != nil {
			return err
		}
		for _, statement := range []string{`delete from recipient_group_members where group_id = $1`, `delete from recipient_groups where id = $1`} {
			if _, err := tx.Exec(ctx, statement, id); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Event{Organ: actor.Organ, Actor: actor, Action: "dispatch.group_dropped", Object: id, Detail: name})
	})
}

// PutGroup makes the organ's group of that name, or changes its members. It checks nothing.
func PutGroup(ctx context.Context, tx *database.Tx, actor office.Actor, g Group) (office.ID, error) {
	// The update takes the row's lock: two who keep one group do it one after the other.
	if err := tx.Get(ctx, &g.ID, `insert into recipient_groups (id, organ_id, name, created_at) values ($1,$2,$3,$4)
		on conflict (organ_id, name) do update set name = excluded.name returning id`, office.NewID(), g.OrganID, g.Name, tx.Now()); err != nil {
		return g.ID, err
	}
	if _, err := tx.Exec(ctx, `delete from recipient_group_members where group_id = $1`, g.ID); err != nil {
		return g.ID, err
	}
	members := distinct(g.Members)
	rows := make([][]any, len(members))
	for i, member := range members {
		rows[i] = []any{g.ID, g.OrganID, member}
	}
	if err := tx.InsertMany(ctx, `insert into recipient_group_members (group_id, organ_id, member_id)`, rows, ""); err != nil {
		return g.ID, err
	}
	return g.ID, audit.Record(ctx, tx, audit.Event{Organ: g.OrganID, Actor: actor, Action: "dispatch.group_kept", Object: g.ID, Detail: g.Name})
}

// GroupsOf reads the groups of organs, each organ's by name.
func GroupsOf(ctx context.Context, tx *database.Tx, organs []office.ID) (map[office.ID][]Group, error) {
	marks, args := database.In(1, organs)
	var groups []Group
	if err := tx.Select(ctx, &groups, `select id, organ_id, name from recipient_groups where organ_id in (`+marks+`) order by name, id`, args...); err != nil {
		return nil, err
	}
	var members []struct{ GroupID, MemberID office.ID }
	err := tx.Select(ctx, &members, `select group_id, member_id from recipient_group_members where organ_id in (`+marks+`) order by member_id`, args...)
	byOrgan := map[office.ID][]Group{}
	for _, g := range groups {
		for _, m := range members {
			if m.GroupID == g.ID {
				g.Members = append(g.Members, m.MemberID)
			}
		}
		byOrgan[g.OrganID] = append(byOrgan[g.OrganID], g)
	}
	return byOrgan, err
}

// Same reports whether two lists name the same organs.
func (g Group) Same(members []office.ID) bool {
	return slices.Equal(distinct(g.Members), distinct(members))
}
