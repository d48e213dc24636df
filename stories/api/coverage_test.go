package api

import (
	"bytes"
	"testing"

	contract "congvan/server/api"
)

func TestCoverageTellsWhatEachRegulationLeavesOpen(t *testing.T) {
	city, ward := found(t).as(t, "thanhpho.doancongtac"), found(t).as(t, "hoankiem.diachinh")
	var list contract.CoverageList
	city.ask("GET", "/coverage?day=2026-11-23", nil).want(200).into(&list)
	if len(list.Items) < 2 {
		t.Fatalf("%d organs", len(list.Items))
	}
	for i, line := range list.Items {
		var one contract.Coverage
		city.ask("GET", "/coverage/"+line.Organ.String()+"?day=2026-11-23", nil).want(200).into(&one)
		if one.Summary.Leader != line.Leader || one.Summary.Department != line.Department || one.Summary.Gaps != line.Gaps || one.Summary.Vacant != line.Vacant {
			t.Errorf("alone %+v, in the list %+v", one.Summary, line)
		}
		open := func(c contract.CoverageSummary) float64 {
			return float64(c.Leader.Gap+c.Leader.Overlap) / float64(c.Leader.Covered+c.Leader.General+c.Leader.Gap+c.Leader.Overlap)
		}
		if i > 0 && open(line) > open(list.Items[i-1]) {
			t.Errorf("%s stands below %s and is worse", line.Name, list.Items[i-1].Name)
		}
	}
	var own contract.OwnOrgan
	ward.ask("GET", "/organ", nil).want(200).into(&own)
	var mine contract.Coverage
	ward.ask("GET", "/coverage/"+own.Id.String(), nil).want(200).into(&mine)
	gaps := 0
	for _, f := range mine.Findings {
		if f.Kind == contract.FindingGap && f.Slot != nil && *f.Slot == "leader" {
			gaps += len(*f.Fields)
		}
	}
	if gaps != mine.Summary.Gaps {
		t.Errorf("%d fields have findings, the summary says %d", gaps, mine.Summary.Gaps)
	}
	ward.ask("GET", "/coverage", nil).problem(403, "coverage.only_overseers")
	ward.ask("GET", "/coverage/workbook", nil).problem(403, "coverage.only_overseers")
	ward.ask("GET", "/coverage/"+list.Items[0].Organ.String()+"?day=hôm-qua", nil).want(422)
	if book := city.ask("GET", "/coverage/workbook", nil).want(200); !bytes.HasPrefix(book.Body, []byte("PK")) {
		t.Error("no workbook")
	}
}
