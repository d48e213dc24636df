package regulation

import (
	"slices"
	"strings"

	"congvan/office"
	"congvan/office/org"
)

// block is the lines above a signature (NĐ 30/2020 appendix I, part II.7): TM. before the name of a collective, Q. for an acting head, KT. for
// a deputy and for who is put in charge, TL. and TUQ. for others.
func (b *bench) block(post org.Post, kind org.AppointmentKind, r Right) []string {
	head := "Chủ tịch"
	if posts := b.structure.WithRole(office.RoleHead); len(posts) > 0 {
		head = shortTitle(posts[0].SigningTitle())
	}
	var lines []string
	switch {
	case post.Role == office.RoleHead:
		lines = append(b.together(), ofHead(head, kind)...)
	case post.Role == office.RoleDeputy:
		lines = append(b.together(), "KT. "+head, "Phó "+head)
	case r == RightAuthorised: // TUQ. and TL. stand without the collective: they are the head's word
		lines = append([]string{"TUQ. " + head}, b.ofPart(post, kind)...)
	default:
		lines = append([]string{"TL. " + head}, b.ofPart(post, kind)...)
	}
	for i, line := range lines {
		lines[i] = strings.ToUpper(line)
	}
	return lines
}

// ofHead is who signs for a head's post: the head, Q. who was given it to act in, KT. who was put in charge of it (Điều 13.1).
func ofHead(title string, kind org.AppointmentKind) []string {
	switch kind {
	case org.Acting:
		return []string{"Q. " + title}
	case org.InCharge:
		return []string{"KT. " + title, "Phó " + lower(title)}
	default:
		return []string{title}
	}
}

// ofPart is who signs for a part of the organ: its head, or a vice head in his place (Điều 13.4).
func (b *bench) ofPart(post org.Post, kind org.AppointmentKind) []string {
	title := shortTitle(post.SigningTitle())
	if post.Role != office.RoleDepartmentVice {
		return ofHead(title, kind)
	}
	for _, head := range b.structure.Posts {
		if head.DepartmentID != nil && post.DepartmentID != nil && *head.DepartmentID == *post.DepartmentID &&
			(head.Role == office.RoleDepartmentHead || head.Role == office.RoleChiefOfOffice) {
			return []string{"KT. " + shortTitle(head.SigningTitle()), title}
		}
	}
	return []string{title}
}

// collectives work and sign as one body; organs under one head do not write TM.
var collectives = []string{"Ủy ban nhân dân", "Hội đồng nhân dân"}

// together is the line of a collective, none for an organ under one head.
func (b *bench) together() []string {
	i := slices.IndexFunc(collectives, func(name string) bool { return strings.HasPrefix(b.structure.Organ.Name, name) })
	if i < 0 {
		return nil
	}
	return []string{"TM. " + collectives[i]}
}

// shortTitle is a title as it stands above a signature, without the organ or the duties that follow: "Chủ tịch UBND phường" → "Chủ tịch".
func shortTitle(title string) string {
	for _, end := range []string{" UBND", " Ủy ban", " HĐND", " Hội đồng", " phụ trách", ",", " thường trực", " thứ "} {
		if i := strings.Index(title, end); i > 0 {
			title = title[:i]
		}
	}
	return title
}
