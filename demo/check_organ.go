package demo

import (
	"maps"
	"slices"

	"congvan/office"
)

// desk is what the checks of one organ look up.
type desk struct {
	organ       *Organ
	top         place
	posts       map[PostCode]Post
	departments map[DepartmentCode]bool
}

// organ checks one office: its departments, people, posts, absences, delegations and regulations.
func (c *checker) organ(o *Organ) {
	d := desk{organ: o, top: c.places[o.File], posts: map[PostCode]Post{}, departments: map[DepartmentCode]bool{}}
	for key, value := range map[string]string{
		"organ": o.Name, "abbreviation": o.Abbreviation, "identifier": o.Identifier, "place": o.Place, "accounts": o.Accounts,
	} {
		c.want(value != "", d.top.at(key), "no %s", key)
	}
	c.want(o.Registers.Incoming > 0 && o.Registers.Outgoing > 0, d.top.at("registers"), "registers begin at 1 or later")
	c.issuerList(d.top, "self_registers", o.SelfRegisters)
	c.departments(&d)
	c.posts(&d)
	c.way(&d)
	c.absences(&d)
	c.delegations(&d)
	c.regulations(&d)
}

func (c *checker) departments(d *desk) {
	offices := 0
	for i, department := range d.organ.Departments {
		at := d.top.at("departments", i)
		c.want(department.ID != "" && department.Name != "", at, "a department needs id and name")
		c.want(!d.departments[department.ID], at, "department %q stands here twice", department.ID)
		d.departments[department.ID] = true
		if department.Office {
			offices++
		}
	}
	c.want(offices == 1, d.top.at("departments"), "one department is the office, not %d", offices)
}

func (c *checker) posts(d *desk) {
	roles := map[office.Role]int{}
	seated := map[PersonCode]bool{}
	for i, post := range d.organ.Posts {
		c.post(d, d.top.at("posts", i), post)
		d.posts[post.ID] = post
		roles[post.Role]++
		for _, person := range post.Holders {
			seated[person] = true
		}
	}
	at := d.top.at("posts")
	c.want(roles[office.RoleHead] == 1, at, "one post is the head's, not %d", roles[office.RoleHead])
	c.want(roles[office.RoleChiefOfOffice] == 1, at, "one post is the chief of office's, not %d", roles[office.RoleChiefOfOffice])
	c.want(roles[office.RoleClerk] > 0, at, "no post of a clerk")
	for _, person := range slices.Sorted(maps.Keys(d.organ.People)) {
		c.want(seated[person], d.top.at("people", string(person)), "%s holds no post", person)
	}
}

var (
	roles = []office.Role{
		office.RoleHead, office.RoleDeputy, office.RoleChiefOfOffice, office.RoleDepartmentHead, office.RoleDepartmentVice,
		office.RoleClerk, office.RoleOrganiser, office.RoleOfficer, office.RoleInspector, office.RoleAdministrator,
	}
	holdings = []string{"", "primary", "concurrent", "acting", "in_charge"}
)

func (c *checker) post(d *desk, at place, post Post) {
	_, twice := d.posts[post.ID]
	c.want(post.ID != "" && post.Title != "", at, "a post needs id and title")
	c.want(!twice, at.at("id"), "post %q stands here twice", post.ID)
	c.want(slices.Contains(roles, post.Role), at.at("role"), "unknown role %q", post.Role)
	c.want(post.Department == "" || d.departments[post.Department], at.at("in"), "unknown department %q", post.Department)
	leader := post.Role == office.RoleHead || post.Role == office.RoleDeputy
	c.want(leader == (post.Department == ""), at, "head and deputies stand in no department, all others in one")
	c.want(!post.Role.Leading() || len(post.Holders) <= 1, at.at("holders"),
		"%d holders of %s: a leading post has one at most", len(post.Holders), post.Title)
	c.want(slices.Contains(holdings, post.As), at.at("as"), "unknown way of holding a post %q", post.As)
	if err := post.Since.check(); err != nil {
		c.fault(at.at("since").errorf("%v", err))
	}
	for i, person := range post.Holders {
		c.want(d.organ.People[person] != "", at.at("holders", i), "no %q among the people", person)
		c.want(!slices.Contains(post.Holders[:i], person), at.at("holders", i), "%s holds %s twice", person, post.ID)
	}
}

func (c *checker) way(d *desk) {
	o := d.organ
	c.want(slices.Contains([]string{"leader", "distributor", "leader_and_department"}, o.Way), d.top.at("way"), "unknown way %q", o.Way)
	c.want((o.Distributor != "") == (o.Way == "distributor"), d.top.at("distributor"), "a distributor belongs to the way distributor")
	if o.Distributor != "" {
		c.known(d, d.top.at("distributor"), o.Distributor)
	}
}

// known wants a post of the organ.
func (c *checker) known(d *desk, at place, post PostCode) {
	_, ok := d.posts[post]
	c.want(ok, at, "no post %q here", post)
}

func (c *checker) absences(d *desk) {
	for i, absence := range d.organ.Absences {
		at := d.top.at("absences", i)
		c.want(d.organ.People[absence.Person] != "", at.at("person"), "no %q among the people", absence.Person)
		c.days(at, absence.From, absence.To, "from", "to")
	}
}

func (c *checker) delegations(d *desk) {
	for i, delegation := range d.organ.Delegations {
		at := d.top.at("delegations", i)
		c.known(d, at.at("of"), delegation.Of)
		c.known(d, at.at("to"), delegation.To)
		c.want(delegation.Of != delegation.To, at.at("to"), "%s is handed over to itself", delegation.Of)
		c.want(delegation.Paper != "", at, "a delegation needs its paper")
		c.fieldList(at, "fields", delegation.Fields)
		c.days(at, delegation.From, delegation.Until, "from", "until")
	}
}
