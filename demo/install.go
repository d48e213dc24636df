package demo

import (
	"context"
	"crypto/x509"
	"fmt"
	"strings"

	"congvan/database"
	"congvan/identity"
	"congvan/office"
	"congvan/office/approval"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/org"
	"congvan/office/register"
	"congvan/office/regulation"
	"congvan/office/seal"
	"congvan/paper"
	"congvan/signing/devauthority"
)

// Services are what the demonstration is loaded into: the same use cases that officials have.
type Services struct {
	Database   *database.DB
	Identity   *identity.Service
	Org        *org.Service
	Regulation *regulation.Service
	Register   *register.Service
	Seal       *seal.Service
	Document   *document.Service
	Approval   *approval.Service
	Dispatch   *dispatch.Service
	Authority  *devauthority.Authority
}

// Installed is the city as it stands in the database: the identifiers behind the names of its files.
type Installed struct {
	City   City
	Today  office.Day
	Office Placed
	Places map[office.LocalityCode]Placed // the communes
}

// Placed is an organ with the identifiers of its parts.
type Placed struct {
	Organ       Organ
	ID          office.ID
	Posts       map[PostCode]office.ID
	Departments map[DepartmentCode]office.ID
	People      map[PersonCode]office.ID
}

// Install loads the city. today is the day from which the files count.
func Install(ctx context.Context, s Services, city City, today office.Day, progress func(done, total int)) (Installed, error) {
	actor := office.Operator(today)
	in := Installed{City: city, Today: today, Places: map[office.LocalityCode]Placed{}}
	if err := s.Org.AddLocalities(ctx, actor, localities(city)); err != nil {
		return in, err
	}
	password, err := s.Identity.Hash(ctx, Password)
	if err != nil {
		return in, err
	}
	i := installer{Services: s, actor: actor, today: today, password: password}
	if in.Office, err = i.organ(ctx, city.Office, nil); err != nil {
		return in, fmt.Errorf("%s: %w", city.Office.File, err)
	}
	for n, commune := range city.Communes {
		placed, err := i.organ(ctx, commune, &in.Office)
		if err != nil {
			return in, fmt.Errorf("%s: %w", commune.File, err)
		}
		in.Places[commune.Locality] = placed
		progress(n+1, len(city.Communes))
	}
	return in, i.keys(ctx, in.Office)
}

func localities(city City) []org.Locality {
	all := []org.Locality{{Code: city.Office.Locality, Name: "Hà Nội", Kind: "thanh_pho", FullName: "Thành phố Hà Nội"}}
	for _, l := range city.Localities {
		all = append(all, org.Locality{Code: l.Code, Name: l.Name, Kind: l.Kind, FullName: l.Full})
	}
	return all
}

type installer struct {
	Services
	actor    office.Actor
	today    office.Day
	password identity.Hash
}

// organ founds one organ with its people, accounts, registers and rules.
func (i installer) organ(ctx context.Context, o Organ, superior *Placed) (Placed, error) {
	placed := identifiers(o)
	if err := i.Org.Establish(ctx, i.actor, i.establishment(placed, superior)); err != nil {
		return placed, err
	}
	if err := i.accounts(ctx, placed); err != nil {
		return placed, err
	}
	if err := i.registers(ctx, placed); err != nil {
		return placed, err
	}
	return placed, i.rules(ctx, placed)
}

func identifiers(o Organ) Placed {
	p := Placed{Organ: o, ID: office.NewID(), Posts: map[PostCode]office.ID{}, Departments: map[DepartmentCode]office.ID{}, People: map[PersonCode]office.ID{}}
	for _, d := range o.Departments {
		p.Departments[d.ID] = office.NewID()
	}
	for _, post := range o.Posts {
		p.Posts[post.ID] = office.NewID()
	}
	for code := range o.People {
		p.People[code] = office.NewID()
	}
	return p
}

// beginning is when posts without another day were taken up: the day of the two levels of government.
const beginning = office.Day("2025-07-01")

func (i installer) establishment(p Placed, superior *Placed) org.Establishment {
	e := org.Establishment{Organ: organRow(p, superior), Identifiers: []string{p.Organ.Identifier}}
	if superior != nil && len(p.Organ.SelfRegisters) > 0 {
		e.TrustedSenders = []office.ID{superior.ID}
	}
	for n, d := range p.Organ.Departments {
		e.Departments = append(e.Departments, org.Department{ID: p.Departments[d.ID], Name: d.Name, Abbreviation: d.Abbreviation, Code: string(d.ID), IsOffice: d.Office, Position: n})
	}
	for code, name := range p.Organ.People {
		e.People = append(e.People, org.Person{ID: p.People[code], Name: name})
	}
	for n, post := range p.Organ.Posts {
		row := org.Post{ID: p.Posts[post.ID], Code: string(post.ID), Title: post.Title, Signs: post.Signs, Role: post.Role, Position: n}
		if id, ok := p.Departments[post.Department]; ok {
			row.DepartmentID = &id
		}
		e.Posts = append(e.Posts, row)
		for _, holder := range post.Holders {
			e.Appointments = append(e.Appointments, org.Appointment{ID: office.NewID(), PostID: row.ID, PersonID: p.People[holder],
				Kind: kindOf(post.As), StartsOn: orBeginning(post.Since.On(i.today))})
		}
	}
	for _, a := range p.Organ.Absences {
		e.Absences = append(e.Absences, org.Absence{ID: office.NewID(), PersonID: p.People[a.Person], StartsOn: a.From.On(i.today),
			EndsOn: a.To.On(i.today), Reason: strings.TrimSpace(a.Reason + " " + a.Paper)})
	}
	for _, a := range p.Organ.Areas.List() {
		e.Areas = append(e.Areas, org.Area{Code: a.Code, Name: a.Name})
	}
	return e
}

func organRow(p Placed, superior *Placed) org.Organ {
	row := org.Organ{ID: p.ID, LocalityCode: p.Organ.Locality, Name: p.Organ.Name, ShortName: shortName(p.Organ.Name),
		Abbreviation: p.Organ.Abbreviation, IssuerClass: "ubnd_tp", Style: "nd30", PlaceName: p.Organ.Place, Way: org.Way(p.Organ.Way)}
	if superior != nil {
		row.SuperiorID, row.IssuerClass = &superior.ID, "cap_duoi"
	}
	return row
}

func shortName(name string) string { return strings.Replace(name, "Ủy ban nhân dân", "UBND", 1) }

func kindOf(as string) org.AppointmentKind {
	if as == "" {
		return org.Primary
	}
	return org.AppointmentKind(as)
}

func orBeginning(day office.Day) office.Day {
	if day == "" {
		return beginning
	}
	return day
}

func (i installer) accounts(ctx context.Context, p Placed) error {
	var all []identity.NewAccount
	for code, person := range p.People {
		all = append(all, identity.NewAccount{PersonID: person, Name: p.Organ.Account(code)})
	}
	return i.Database.Write(ctx, func(tx *database.Tx) error {
		_, err := identity.Add(ctx, tx, all, i.password)
		return err
	})
}

// registers opens the year's registers where the office stands already.
func (i installer) registers(ctx context.Context, p Placed) error {
	const reason = "Tiếp tục sổ đã mở trước khi dùng hệ thống"
	for direction, first := range map[register.Direction]int{register.In: p.Organ.Registers.Incoming, register.Out: p.Organ.Registers.Outgoing} {
		if first > 1 {
			if err := i.Register.Open(ctx, i.actor, p.ID, direction, register.Common, first, reason); err != nil {
				return err
			}
		}
	}
	return nil
}

// keys gives the city's leaders and its seal certificates of the development authority, and the seal to its clerk.
func (i installer) keys(ctx context.Context, p Placed) error {
	authority, err := x509.ParseCertificate(i.Authority.Anchor().Certificate)
	if err != nil {
		return err
	}
	if err := i.Seal.AddAnchor(ctx, i.actor, authority, true); err != nil {
		return err
	}
	for _, post := range p.Organ.Posts {
		if post.Role != office.RoleHead && post.Role != office.RoleDeputy && post.Role != office.RoleChiefOfOffice {
			continue
		}
		for _, holder := range post.Holders {
			if err := i.leaderKey(ctx, p, post, holder); err != nil {
				return err
			}
		}
	}
	return i.sealKey(ctx, p)
}

func (i installer) leaderKey(ctx context.Context, p Placed, post Post, holder PersonCode) error {
	name, reference := p.Organ.People[holder], p.Organ.Account(holder)
	key, err := i.Authority.Ensure(reference, devauthority.Subject{Name: name, Title: post.Title, Organisation: p.Organ.Name, RSA: true})
	if err != nil {
		return err
	}
	return i.Seal.EnrolLeader(ctx, i.actor, seal.LeaderEnrolment{Organ: p.ID, Person: p.People[holder], KeyReference: reference,
		Certificate: key.Certificate, Chain: key.Chain, Picture: paper.SampleSignature(name)})
}

func (i installer) sealKey(ctx context.Context, p Placed) error {
	reference := p.Organ.Accounts + ".dau"
	key, err := i.Authority.Ensure(reference, devauthority.Subject{Name: p.Organ.Name, Organisation: p.Organ.Name, RSA: true})
	if err != nil {
		return err
	}
	if err := i.Seal.EnrolSeal(ctx, i.actor, seal.SealEnrolment{Organ: p.ID, Name: p.Organ.Name, KeyReference: reference, Certificate: key.Certificate,
		Chain: key.Chain, Picture: paper.SampleSeal("", p.Organ.Name, true), DiameterMM: 36}); err != nil {
		return err
	}
	return i.Seal.HandOver(ctx, i.actor, p.ID, p.People[keeper(p.Organ)], beginning, "Biên bản bàn giao con dấu ngày 01/7/2025")
}

// keeper is the first holder of the clerk's post.
func keeper(o Organ) PersonCode {
	for _, post := range o.Posts {
		if post.Role == office.RoleClerk && len(post.Holders) > 0 {
			return post.Holders[0]
		}
	}
	return ""
}
