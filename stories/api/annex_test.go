package api

import (
	"bytes"
	"strings"
	"testing"

	contract "congvan/server/api"
)

// binary is the type of a file that is sent.
var binary = header{"Content-Type", "application/octet-stream"}

// A regulation goes out as a workbook and comes back as a draft, which a second file replaces; the version that was looked at is asked for.
func TestARegulationGoesOutAndComesBack(t *testing.T) {
	p := found(t).people(t)
	keeper, id := p.as("hoankiem.noivu"), p.regulation()
	address := "/regulations/" + id.String()
	for format, begins := range map[string]string{"xlsx": "PK", "pdf": "%PDF-1.7", "json": "{", "dmn": "<?xml"} {
		file := keeper.ask("GET", address+"/export?format="+format, nil).want(200)
		if !bytes.HasPrefix(file.Body, []byte(begins)) || !strings.Contains(file.Header.Get("Content-Disposition"), "quy-che-du-thao."+format) {
			t.Errorf("%s begins with %.20q, %s", format, file.Body, file.Header.Get("Content-Disposition"))
		}
	}
	keeper.ask("GET", address+"/export?format=doc", nil).want(422)
	if file := keeper.ask("GET", "/regulations/template", nil).want(200); !bytes.HasPrefix(file.Body, []byte("PK")) {
		t.Errorf("the template begins with %.20q", file.Body)
	}

	var first, again contract.Regulation
	file := keeper.ask("GET", address+"/export?format=xlsx", nil).want(200).Body
	made := keeper.ask("POST", "/regulations/import", file, binary).want(201)
	made.into(&first)
	if first.Id == id || len(first.Clauses) == 0 || !strings.HasSuffix(made.Header.Get("Location"), first.Id.String()) {
		t.Errorf("%+v, %v", first, made.Header)
	}
	keeper.ask("PUT", "/regulations/"+first.Id.String()+"/import", file, binary).want(428)
	keeper.ask("PUT", "/regulations/"+first.Id.String()+"/import", file, binary, match(`"7"`)).want(412)
	keeper.ask("PUT", "/regulations/"+first.Id.String()+"/import", file, binary, match(made.Header.Get("ETag"))).want(200).into(&again)
	if len(again.Clauses) != len(first.Clauses) || *again.Clauses[0].Id != *first.Clauses[0].Id {
		t.Errorf("the clauses were %+v and are %+v", first.Clauses, again.Clauses)
	}
}

// Every fault of a file is told with its place.
func TestEveryFaultOfAFileIsTold(t *testing.T) {
	keeper := found(t).people(t).as("hoankiem.noivu")
	keeper.ask("POST", "/regulations/import", []byte("không phải tệp"), binary).problem(422, "sheet.not_a_workbook")
	refused := keeper.ask("POST", "/regulations/import", []byte(`{"clauses":[{"reference":"Điều 3","slot":"leader","who":"Thị trưởng","fields":["99"]},{"slot":"leader"}]}`), binary)
	var told struct {
		Errors []struct{ Type, Detail, Pointer string }
	}
	refused.want(422).into(&told)
	var pointers []string
	for _, e := range told.Errors {
		pointers = append(pointers, e.Pointer)
	}
	if got := strings.Join(pointers, " "); got != "/clauses/0/who /clauses/0/fields /clauses/1 /clauses/1" {
		t.Errorf("told at %s: %s", got, refused.Body)
	}
}
