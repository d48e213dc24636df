package intake

import (
	"context"

	"congvan/database"
	"congvan/identity"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org"
	"congvan/office/regulation"
)

// write does what the check planned, in an order in which each thing finds what it refers to.
func (p *plan) write(ctx context.Context, tx *database.Tx, actor office.Actor, password identity.Hash) error {
	for _, l := range p.newPlaces {
		if err := org.PutLocality(ctx, tx, l); err != nil {
			return err
		}
	}
	if err := p.found(ctx, tx); err != nil {
		return err
	}
	for _, o := range p.order {
		if err := o.write(ctx, tx, password); err != nil {
			return err
		}
	}
	for _, a := range p.newAreas {
		if err := org.PutArea(ctx, tx, a); err != nil {
			return err
		}
	}
	for _, o := range p.order {
		if err := o.rule(ctx, tx, actor); err != nil {
			return err
		}
		if err := record(ctx, tx, actor, o); err != nil {
			return err
		}
	}
	return nil
}

// found enters the new organs, each after the one above it.
func (p *plan) found(ctx context.Context, tx *database.Tx) error {
	waits := map[office.ID]*organ{}
	for _, o := range p.order {
		if o.new {
			waits[o.ID] = o
		}
	}
	var enter func(o *organ) error
	enter = func(o *organ) error {
		delete(waits, o.ID)
		if o.SuperiorID != nil && waits[*o.SuperiorID] != nil {
			if err := enter(waits[*o.SuperiorID]); err != nil {
				return err
			}
		}
		return org.Found(ctx, tx, o.Organ)
	}
	for _, o := range p.order {
		if waits[o.ID] == nil {
			continue
		}
		if err := enter(o); err != nil {
			return err
		}
	}
	return nil
}

// write enters the parts of one organ and changes those that change. What ends does so before what follows it begins.
func (o *organ) write(ctx context.Context, tx *database.Tx, password identity.Hash) error {
	if o.changed {
		if err := org.ChangeOrgan(ctx, tx, o.Organ); err != nil {
			return err
		}
	}
	for _, d := range o.changedDepartments {
		if err := org.ChangeDepartment(ctx, tx, d); err != nil {
			return err
		}
	}
	for _, a := range o.ended {
		if err := org.EndAppointment(ctx, tx, a.ID, a.EndsOn); err != nil {
			return err
		}
	}
	for _, person := range o.renamed {
		if err := org.RenamePerson(ctx, tx, person); err != nil {
			return err
		}
	}
	o.add.Organ = o.Organ
	if o.new {
		o.add.Identifiers = []string{o.code}
	}
	for _, post := range o.posts {
		o.add.Standing = append(o.add.Standing, post)
	}
	if err := org.AddParts(ctx, tx, o.add); err != nil {
		return err
	}
	for _, post := range o.changedPosts { // after the departments that they may go to
		if err := org.ChangePost(ctx, tx, post); err != nil {
			return err
		}
	}
	_, err := identity.Add(ctx, tx, o.accounts, password)
	return err
}

// rule enters what the organ's people and posts are named in.
func (o *organ) rule(ctx context.Context, tx *database.Tx, actor office.Actor) error {
	for _, e := range o.enter {
		if err := regulation.Put(ctx, tx, actor, e.version, e.adoption); err != nil {
			return err
		}
	}
	for _, d := range o.delegate {
		if err := regulation.PutDelegation(ctx, tx, actor, d); err != nil {
			return err
		}
	}
	for _, g := range o.keep {
		if _, err := dispatch.PutGroup(ctx, tx, actor, g); err != nil {
			return err
		}
	}
	return nil
}
