// Package seal keeps what a signature needs and what one is worth: leaders' certificates, organs' seals and who has custody of them, the trust
// list, and the reports of verified signatures with their words.
//
// A private key never passes through here: a row holds the reference under which the key provider is asked for it.
package seal

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"strings"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
	"congvan/paper"
	"congvan/parse"
	"congvan/signing"
)

// Service holds the use cases of this noun.
type Service struct {
	db    *database.DB
	parse *parse.Pool
	keys  Provider
	clock office.Clock
}

// Provider gives keys, and the revocation lists that are at hand.
type Provider interface {
	signing.KeyProvider
	Evidence() (signing.Evidence, error)
}

// New makes the service.
func New(db *database.DB, pool *parse.Pool, keys Provider, clock office.Clock) *Service {
	return &Service{db: db, parse: pool, keys: keys, clock: clock}
}

// LeaderEnrolment gives a person a certificate to sign with.
type LeaderEnrolment struct {
	Organ        office.ID
	Person       office.ID
	KeyReference string
	Certificate  *x509.Certificate
	Chain        []*x509.Certificate
	Picture      []byte // PNG with a transparent ground: the person's signature, blue (NĐ 30/2020 appendix I, II.7d)
}

// SealEnrolment gives an organ its seal.
type SealEnrolment struct {
	Organ        office.ID
	Name         string
	KeyReference string
	Certificate  *x509.Certificate
	Chain        []*x509.Certificate
	Picture      []byte  // PNG with a transparent ground: the seal, red (II.8a)
	DiameterMM   float64 // of the real seal
}

// mayEnrol is the policy for certificates, seals and the trust list.
func mayEnrol(actor office.Actor) error {
	if !actor.Has(office.RoleAdministrator) {
		return office.Forbidden("seal.only_administrator")
	}
	return nil
}

// EnrolLeader records a leader's certificate. One that he had before is withdrawn: what it signed stays signed.
func (s *Service) EnrolLeader(ctx context.Context, actor office.Actor, e LeaderEnrolment) error {
	if err := mayEnrol(actor); err != nil {
		return err
	}
	if _, err := paper.ParsePicture(e.Picture); err != nil {
		return office.Invalid("seal.bad_picture", "picture").Because(err)
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		if _, err := tx.Exec(ctx, `update certificates set withdrawn_at = $2 where person_id = $1 and withdrawn_at is null`, e.Person, tx.Now()); err != nil {
			return err
		}
		id, err := insertCertificate(ctx, tx, certificateRow{OrganID: e.Organ, PersonID: &e.Person, KeyReference: e.KeyReference, Picture: e.Picture}, e.Certificate, e.Chain)
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: e.Organ, Actor: actor, Action: "seal.enrol_leader", Object: id, Detail: e.Certificate.Subject.CommonName})
	})
}

// EnrolSeal records an organ's seal, or gives it a new certificate.
func (s *Service) EnrolSeal(ctx context.Context, actor office.Actor, e SealEnrolment) error {
	if err := mayEnrol(actor); err != nil {
		return err
	}
	if _, err := paper.ParsePicture(e.Picture); err != nil {
		return office.Invalid("seal.bad_picture", "picture").Because(err)
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		id, err := insertCertificate(ctx, tx, certificateRow{OrganID: e.Organ, KeyReference: e.KeyReference, Picture: e.Picture}, e.Certificate, e.Chain)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into seals (id, organ_id, name, certificate_id, diameter_mm) values ($1,$2,$3,$4,$5)
			on conflict (organ_id) do update set name = excluded.name, certificate_id = excluded.certificate_id, diameter_mm = excluded.diameter_mm`,
			office.NewID(), e.Organ, e.Name, id, e.DiameterMM); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: e.Organ, Actor: actor, Action: "seal.enrol_seal", Object: id, Detail: e.Name})
	})
}

type certificateRow struct {
	ID           office.ID
	OrganID      office.ID
	PersonID     *office.ID
	KeyReference string
	Picture      []byte
}

func insertCertificate(ctx context.Context, tx *database.Tx, r certificateRow, c *x509.Certificate, chain []*x509.Certificate) (office.ID, error) {
	raw := make([][]byte, len(chain))
	for i, above := range chain {
		raw[i] = above.Raw
	}
	id := office.NewID()
	_, err := tx.Exec(ctx, `insert into certificates
		(id, organ_id, person_id, key_reference, certificate, chain, fingerprint, picture, not_before, not_after, enrolled_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
		id, r.OrganID, r.PersonID, r.KeyReference, c.Raw, database.JSON[[][]byte]{V: raw}, fingerprint(c.Raw), r.Picture, c.NotBefore.UTC(), c.NotAfter.UTC(), tx.Now())
	if database.Violates(err, "certificates_organ_id_fingerprint_key", "certificates.fingerprint") {
		return id, office.Conflict("seal.enrolled_already", c.Subject.CommonName).Because(err)
	}
	return id, err
}

func fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// Leader is a leader's key with the picture of his signature.
type Leader struct {
	Key     signing.Key
	Picture []byte
}

// LeaderKey gives the key of a person's certificate in force.
func (s *Service) LeaderKey(ctx context.Context, tx *database.Tx, person office.ID) (Leader, error) {
	var r certificateRow
	err := tx.Get(ctx, &r, `select id, organ_id, person_id, key_reference, picture from certificates
		where person_id = $1 and withdrawn_at is null and not_before <= $2 and not_after > $2`, person, tx.Now())
	if database.NoRows(err) {
		return Leader{}, office.Conflict("seal.no_leader_key")
	}
	if err != nil {
		return Leader{}, err
	}
	key, err := s.key(ctx, r.KeyReference)
	return Leader{Key: key, Picture: r.Picture}, err
}

func (s *Service) key(ctx context.Context, reference string) (signing.Key, error) {
	key, err := s.keys.Key(ctx, reference)
	if err != nil {
		return key, &office.Error{Kind: office.KindUnavailable, Key: "seal.key_not_at_hand", Cause: err}
	}
	return key, nil
}

// Stamp is an organ's seal with its key and picture.
type Stamp struct {
	ID         office.ID
	Name       string
	Key        signing.Key
	Picture    []byte
	DiameterMM float64
}

// SealKey gives an organ's seal.
func (s *Service) SealKey(ctx context.Context, tx *database.Tx, organ office.ID) (Stamp, error) {
	var r struct {
		ID           office.ID
		Name         string
		KeyReference string
		Picture      []byte
		DiameterMM   float64
	}
	err := tx.Get(ctx, &r, `select s.id, s.name, c.key_reference, c.picture, s.diameter_mm from seals s join certificates c on c.id = s.certificate_id
		where s.organ_id = $1 and c.not_before <= $2 and c.not_after > $2`, organ, tx.Now())
	if database.NoRows(err) {
		return Stamp{}, office.Conflict("seal.no_seal")
	}
	if err != nil {
		return Stamp{}, err
	}
	key, err := s.key(ctx, r.KeyReference)
	return Stamp{ID: r.ID, Name: r.Name, Key: key, Picture: r.Picture, DiameterMM: r.DiameterMM}, err
}

// Custody is who keeps an organ's seal (NĐ 30/2020 Điều 32: the clerk keeps it and puts it himself).
type Custody struct {
	SealID   office.ID
	SealName string
	PersonID office.ID
	Person   string
	Since    office.Day
	Basis    string // the record of the hand-over
	ValidTo  time.Time
}

// Custodian is who keeps the organ's seal on a day; false when nobody does.
func Custodian(ctx context.Context, tx *database.Tx, organ office.ID, day office.Day) (Custody, bool, error) {
	var c struct {
		SealID   office.ID
		SealName string
		PersonID office.ID
		Person   string
		StartsOn office.Day
		Basis    string
		NotAfter time.Time
	}
	err := tx.Get(ctx, &c, `select s.id as seal_id, s.name as seal_name, k.person_id, p.name as person, k.starts_on, k.basis, c.not_after
		from seals s join seal_custody k on k.seal_id = s.id join people p on p.id = k.person_id join certificates c on c.id = s.certificate_id
		where s.organ_id = $1 and k.starts_on <= $2 order by k.starts_on desc, k.recorded_at desc limit 1`, organ, day)
	if database.NoRows(err) {
		return Custody{}, false, nil
	}
	return Custody{c.SealID, c.SealName, c.PersonID, c.Person, c.StartsOn, c.Basis, c.NotAfter}, err == nil, err
}

// CustodyOf is who keeps the seal of the actor's organ today, for its own people.
func (s *Service) CustodyOf(ctx context.Context, actor office.Actor) (custody Custody, kept bool, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		custody, kept, err = Custodian(ctx, tx, actor.Organ, tx.Today())
		return err
	})
	return custody, kept, err
}

// MaySeal is the policy for putting the seal: only who has custody of it today, and only as a holder of the clerk's post (Điều 32.1, 33).
func MaySeal(ctx context.Context, tx *database.Tx, actor office.Actor, organ office.ID) error {
	custody, kept, err := Custodian(ctx, tx, organ, tx.Today())
	if err != nil {
		return err
	}
	if !kept || custody.PersonID != actor.Person || actor.Organ != organ || !actor.Has(office.RoleClerk) {
		return office.Forbidden("seal.not_the_custodian")
	}
	return nil
}

// HandOver records that a person of the organ keeps its seal from a day on, by which record.
func (s *Service) HandOver(ctx context.Context, actor office.Actor, organ, person office.ID, from office.Day, basis string) error {
	if !actor.Has(office.RoleAdministrator) && !(actor.Organ == organ && actor.Has(office.RoleHead, office.RoleChiefOfOffice)) {
		return office.Forbidden("seal.may_not_hand_over")
	}
	if strings.TrimSpace(basis) == "" {
		return office.Invalid("seal.basis_needed", "basis")
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		var id office.ID
		err := tx.Get(ctx, &id, `select s.id from seals s join people p on p.organ_id = s.organ_id where s.organ_id = $1 and p.id = $2`, organ, person)
		if database.NoRows(err) {
			return office.Conflict("seal.no_seal")
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `insert into seal_custody (id, seal_id, person_id, starts_on, basis, recorded_at) values ($1,$2,$3,$4,$5,$6)`,
			office.NewID(), id, person, from, basis, tx.Now())
		if database.Violates(err, "seal_custody_seal_id_starts_on_key", "seal_custody.seal_id") {
			return office.Conflict("seal.handed_over_already").Because(err)
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: organ, Actor: actor, Action: "seal.hand_over", Object: id, Detail: basis})
	})
}
