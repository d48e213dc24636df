package page

func sampleRegulations() Regulations {
	return Regulations{Keeps: true, Tabs: []Tab{{Text: "matrix.tab.versions", Href: "/regulations", Current: true}, {Text: "matrix.nav", Href: "/regulations/1"}},
		Rows: []RegulationRow{
			{Href: "/regulations/3", State: "draft", Title: "Quy chế phân công lãnh đạo UBND phường Tương Mai", CreatedAt: monday},
			{Href: "/regulations/2", State: "adopted", Number: "131/QĐ-UBND", Title: "Quy chế phân công", AdoptedOn: "2026-11-20", EffectiveFrom: "2026-12-01", CreatedAt: friday},
			{Href: "/regulations/1", State: "in_force", Number: "112/QĐ-UBND", Title: "Quy chế phân công", AdoptedOn: "2026-11-03", EffectiveFrom: "2026-11-05", CreatedAt: friday},
			{Href: "/regulations/0", State: "superseded", Number: "15/QĐ-UBND", Title: "Quy chế phân công", AdoptedOn: "2026-07-03", EffectiveFrom: "2026-07-05", CreatedAt: friday}},
		From: []Option{{Value: "1", Text: "112/QĐ-UBND: Quy chế phân công"}}, Errors: Errors{{Field: "title", Text: "Chưa ghi tên quy chế."}}}
}
