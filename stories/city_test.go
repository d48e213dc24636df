package stories

import (
	"crypto/x509"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/office/seal"
	"congvan/paper"
	"congvan/routing"
	"congvan/signing/devauthority"
)

// Who is somebody in an office.
type Who struct {
	office *Office
	seat   orgtest.Seat
}

// Office is one organ of the city with its people.
type Office struct {
	orgtest.Organ
	Chairman, Economy, Culture, Chief, Clerk, SecondClerk, Organiser Who
	EconomyHead, LandOfficer, CultureHead, SchoolsOfficer            Who
}

// secondClerk holds the clerk's post too.
const secondClerk orgtest.Seat = "second_clerk"

// Fields that the stories use. The regulation of every office gives KT to one deputy and VX to the other; both are named for tourism, and
// nobody for anything below NC.
const (
	land    office.FieldCode = "07"
	tourism office.FieldCode = "10"
	schools office.FieldCode = "11"
	nobodys office.FieldCode = "19"
)

func (s *Story) found() {
	s.Helper()
	s.City = s.office("01", "thành phố Thử Nghiệm", nil, func(e *org.Establishment) { e.Organ.IssuerClass = "ubnd_tp" })
	s.Ward = s.office("00301", "phường Sông Trong", s.City, func(*org.Establishment) {})
	s.Market = s.office("00302", "phường Chợ Đông", s.City, func(e *org.Establishment) {
		e.TrustedSenders, e.Organ.Way = []office.ID{s.City.ID}, org.ToLeaderAndDepartment
	})
	s.Hill = s.office("00303", "xã Đồi Cao", s.City, func(e *org.Establishment) {
		e.TrustedSenders, e.Organ.Way = []office.ID{s.City.ID}, org.ByDistributor
	})
	s.keys()
}

func (s *Story) office(code office.LocalityCode, name string, superior *Office, change func(*org.Establishment)) *Office {
	s.Helper()
	var above *office.ID
	if superior != nil {
		above = &superior.ID
	}
	organ, rows := orgtest.Commune(code, name, above)
	change(rows)
	organ.People[secondClerk] = office.NewID()
	rows.People = append(rows.People, org.Person{ID: organ.People[secondClerk], Name: "Cao Thị Mười Một"})
	rows.Appointments = append(rows.Appointments, org.Appointment{ID: office.NewID(), PostID: organ.Posts[orgtest.Clerk],
		PersonID: organ.People[secondClerk], Kind: org.Concurrent, StartsOn: orgtest.Day})
	orgtest.Enter(s.T, s.Database, *rows)
	o := &Office{Organ: organ}
	for seat, who := range map[orgtest.Seat]*Who{
		orgtest.Chairman: &o.Chairman, orgtest.Economy: &o.Economy, orgtest.Culture: &o.Culture, orgtest.Chief: &o.Chief, orgtest.Clerk: &o.Clerk,
		secondClerk: &o.SecondClerk, orgtest.Organiser: &o.Organiser, orgtest.EconomyHead: &o.EconomyHead, orgtest.LandOfficer: &o.LandOfficer,
		orgtest.CultureHead: &o.CultureHead, orgtest.SchoolsOfficer: &o.SchoolsOfficer,
	} {
		*who = Who{o, seat}
	}
	s.rules(o)
	return o
}

// rules gives an office its regulation.
func (s *Story) rules(o *Office) {
	s.Helper()
	post := func(seat orgtest.Seat) *office.ID { id := o.Posts[seat]; return &id }
	unit := func(name string) *office.ID { id := o.Departments[name]; return &id }
	in := func(fields ...office.FieldCode) regulation.Selectors { return regulation.Selectors{Fields: fields} }
	v := regulation.Version{OrganID: o.ID, Title: "Quy chế phân công " + o.ShortName, Number: "12/QĐ-UBND", AdoptedOn: "2025-07-01", EffectiveFrom: "2025-07-01",
		DeputyID: post(orgtest.Economy),
		Substitutes: map[office.ID][]office.ID{
			o.Posts[orgtest.Economy]: {o.Posts[orgtest.Culture]}, o.Posts[orgtest.Culture]: {o.Posts[orgtest.Economy]},
			o.Posts[orgtest.Chairman]: {o.Posts[orgtest.Economy]},
		},
		Clauses: []regulation.Clause{
			{Reference: "Điều 3 khoản 1", Slot: routing.SlotLeader, PostID: post(orgtest.Economy), Selectors: in("KT")},
			{Reference: "Điều 3 khoản 2", Slot: routing.SlotLeader, PostID: post(orgtest.Culture), Selectors: in("VX")},
			{Reference: "Điều 3 khoản 1 điểm d", Slot: routing.SlotLeader, PostID: post(orgtest.Economy), Selectors: in(tourism)},
			{Reference: "Điều 3 khoản 2 điểm đ", Slot: routing.SlotLeader, PostID: post(orgtest.Culture), Selectors: in(tourism)},
			{Reference: "Điều 4 khoản 1", Slot: routing.SlotDepartment, DepartmentID: unit(orgtest.EconomyUnit), Selectors: in("KT")},
			{Reference: "Điều 4 khoản 2", Slot: routing.SlotDepartment, DepartmentID: unit(orgtest.CultureUnit), Selectors: in("VX")},
		}}
	if _, err := s.Regulation.Enter(ctx, office.Operator(monday), v); err != nil {
		s.Fatal(err)
	}
}

// keys gives the city's chairman and one deputy certificates of the development authority, the city its seal, and the seal to the clerk. The
// other deputy has none.
func (s *Story) keys() {
	s.Helper()
	operator := office.Operator(monday)
	authority, err := x509.ParseCertificate(s.Authority.Anchor().Certificate)
	if err != nil {
		s.Fatal(err)
	}
	if err := s.Seal.AddAnchor(ctx, operator, authority, true); err != nil {
		s.Fatal(err)
	}
	for _, leader := range []Who{s.City.Chairman, s.City.Economy} {
		actor := leader.office.Actor(leader.seat)
		key, err := s.Authority.Ensure("chuyen."+string(leader.seat), devauthority.Subject{Name: actor.Name, Title: actor.Title(), Organisation: s.City.Name, RSA: true})
		if err != nil {
			s.Fatal(err)
		}
		if err := s.Seal.EnrolLeader(ctx, operator, seal.LeaderEnrolment{Organ: s.City.ID, Person: actor.Person, KeyReference: "chuyen." + string(leader.seat),
			Certificate: key.Certificate, Chain: key.Chain, Picture: paper.SampleSignature(actor.Name)}); err != nil {
			s.Fatal(err)
		}
	}
	key, err := s.Authority.Ensure("chuyen.dau", devauthority.Subject{Name: s.City.Name, Organisation: s.City.Name, RSA: true})
	if err != nil {
		s.Fatal(err)
	}
	if err := s.Seal.EnrolSeal(ctx, operator, seal.SealEnrolment{Organ: s.City.ID, Name: s.City.Name, KeyReference: "chuyen.dau", Certificate: key.Certificate,
		Chain: key.Chain, Picture: paper.SampleSeal("", s.City.Name, true), DiameterMM: 36}); err != nil {
		s.Fatal(err)
	}
	if err := s.Seal.HandOver(ctx, operator, s.City.ID, s.City.People[orgtest.Clerk], orgtest.Day, "Biên bản bàn giao con dấu"); err != nil {
		s.Fatal(err)
	}
}

// actor is the person with what he answers for today.
func (s *Story) actor(w Who) office.Actor {
	s.Helper()
	var actor office.Actor
	if err := s.Database.Read(ctx, func(tx *database.Tx) error {
		var err error
		actor, err = s.Regulation.ActorOf(ctx, tx, w.office.People[w.seat], tx.Today())
		return err
	}); err != nil {
		s.Fatal(err)
	}
	return actor
}
