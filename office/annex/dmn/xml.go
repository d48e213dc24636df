package dmn

import "encoding/xml"

// The elements of the exchange format, in the order in which its schema wants them (DMN13.xsd).

type definitions struct {
	XMLName   xml.Name    `xml:"https://www.omg.org/spec/DMN/20191111/MODEL/ definitions"`
	ID        string      `xml:"id,attr"`
	Name      string      `xml:"name,attr"`
	Namespace string      `xml:"namespace,attr"`
	Exporter  string      `xml:"exporter,attr"`
	Inputs    []inputData `xml:"inputData"`
	Decisions []decision  `xml:"decision"`
}

type inputData struct {
	ID       string   `xml:"id,attr"`
	Label    string   `xml:"label,attr"`
	Name     string   `xml:"name,attr"`
	Variable variable `xml:"variable"`
}

type variable struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr"`
	Type string `xml:"typeRef,attr,omitempty"`
}

type decision struct {
	ID       string        `xml:"id,attr"`
	Label    string        `xml:"label,attr"`
	Name     string        `xml:"name,attr"`
	Variable variable      `xml:"variable"`
	Requires []requirement `xml:"informationRequirement"`
	Table    table         `xml:"decisionTable"`
}

type requirement struct {
	ID    string    `xml:"id,attr"`
	Input reference `xml:"requiredInput"`
}

type reference struct {
	Href string `xml:"href,attr"`
}

type table struct {
	ID        string        `xml:"id,attr"`
	HitPolicy string        `xml:"hitPolicy,attr"`
	Inputs    []tableInput  `xml:"input"`
	Outputs   []tableOutput `xml:"output"`
	Rules     []rule        `xml:"rule"`
}

type tableInput struct {
	ID         string     `xml:"id,attr"`
	Label      string     `xml:"label,attr"`
	Expression expression `xml:"inputExpression"`
}

type expression struct {
	ID   string `xml:"id,attr"`
	Type string `xml:"typeRef,attr"`
	Text string `xml:"text"`
}

type tableOutput struct {
	ID    string `xml:"id,attr"`
	Label string `xml:"label,attr"`
	Name  string `xml:"name,attr"`
	Type  string `xml:"typeRef,attr,omitempty"`
}

type rule struct {
	ID      string  `xml:"id,attr"`
	Inputs  []entry `xml:"inputEntry"`
	Outputs []entry `xml:"outputEntry"`
}

type entry struct {
	ID   string `xml:"id,attr"`
	Text string `xml:"text"`
}
