package regulation

import (
	"slices"
	"strings"
	"sync"

	"congvan/language"
	"congvan/office"
	"congvan/routing"
)

// Field is a node of the city-wide tree of subject matters.
type Field struct {
	Code   office.FieldCode
	Parent office.FieldCode // "" for a group, and for "00" tổng hợp
}

// fields are the groups and leaves that commune work falls into, made from the duties of the three departments of NĐ 150/2025/NĐ-CP and the
// professional posts published for communes. Names stand in the catalogues: "regulation.field.07".
var fields = sync.OnceValue(func() []Field {
	all := []Field{{Code: "00"}}
	for _, group := range []struct {
		code   office.FieldCode
		leaves string
	}{
		{"KT", "01 02 03 04 05 06 07 08 09 10"},
		{"VX", "11 12 13 14 15 16 17 18"},
		{"NC", "19 20 21 22 23 24 25 26"},
	} {
		all = append(all, Field{Code: group.code})
		for _, leaf := range strings.Fields(group.leaves) {
			all = append(all, Field{Code: office.FieldCode(leaf), Parent: group.code})
		}
	}
	return all
})

// Fields is the tree of fields, each group before its leaves.
func Fields() []Field { return slices.Clone(fields()) }

// FieldKnown reports whether the tree has the field.
func FieldKnown(code office.FieldCode) bool { return domains().HasField(routing.Field(code)) }

// FieldName is the field's name in Vietnamese, as papers and registers carry it.
func FieldName(code office.FieldCode) string { return FieldIn(language.Vietnamese, code) }

// FieldIn is the field's name in a language of the screen; an unknown field's is its code.
func FieldIn(lang language.Lang, code office.FieldCode) string {
	if !FieldKnown(code) {
		return string(code)
	}
	return language.Text(lang, "regulation.field."+string(code))
}

// kinds are the kinds of document of NĐ 30/2020 appendix III, by abbreviation; CV and TCg stand for công văn and thư công, to which the
// decree gives none; the last three are copies.
var kinds = strings.Fields(`NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CV CĐ BGN BTT GUQ GM GGT GNP PG PC PB TCg SY TrS SL`)

// classes of issuers. An organ is a leaf below its class.
var classes = []routing.Node[routing.Issuer]{
	{Value: "cap_tren"},
	{Value: "trung_uong", Parent: "cap_tren"}, {Value: "ubnd_tp", Parent: "cap_tren"}, {Value: "so_nganh", Parent: "cap_tren"},
	{Value: "dang"}, {Value: "cung_cap"}, {Value: "cap_duoi"}, {Value: "to_chuc_ca_nhan"},
}

// The two classes that depend on who asks: what stands below the city is "cap_duoi" to the city and "cung_cap" to its like.
const (
	classPeer  = "cung_cap"
	classBelow = "cap_duoi"
)

// Classes of issuers, each after the one it belongs to.
func Classes() []string {
	all := make([]string, len(classes))
	for i, c := range classes {
		all[i] = string(c.Value)
	}
	return all
}

func isClass(issuer routing.Issuer) bool {
	return slices.ContainsFunc(classes, func(n routing.Node[routing.Issuer]) bool { return n.Value == issuer })
}

// domains are the trees that every organ shares.
var domains = sync.OnceValue(func() *routing.Trees { return domainsWith(nil) })

// domainsWith adds organs below their classes: those that a version's clauses name.
func domainsWith(organs []routing.Node[routing.Issuer]) *routing.Trees {
	var nodes []routing.Node[routing.Field]
	for _, f := range fields() {
		nodes = append(nodes, routing.Node[routing.Field]{Value: routing.Field(f.Code), Parent: routing.Field(f.Parent)})
	}
	trees, problems := routing.NewTrees(nodes, append(slices.Clone(classes), organs...), retyped[routing.Kind](kinds))
	if len(problems) > 0 {
		panic(problems[0]) // the tables above are wrong
	}
	return trees
}
