package annex

import (
	"congvan/office"
	"congvan/sheet"
)

// mostClauses is what one regulation may hold: the longest seen in print has some sixty.
const mostClauses = 1000

// guide are the lines at the head of the workbook's sheet of explanations.
var guide = []string{
	"Mẫu nhập quy chế phân công của cơ quan. Trang “Điều khoản”: mỗi dòng một điều khoản; cột có dấu * phải ghi.",
	"Chức danh, đơn vị, lĩnh vực, địa bàn, loại văn bản, cơ quan ban hành: ghi tên hoặc mã như trang “Danh mục”; không phân biệt chữ hoa, chữ thường, có dấu hay không dấu.",
	"Nhiều giá trị trong một ô cách nhau bằng dấu chấm phẩy. Ô để trống nghĩa là mọi văn bản: không giới hạn theo tiêu chí đó.",
	"“Phụ trách lĩnh vực X; địa bàn Y” là hai dòng, trừ khi văn bản ghi “lĩnh vực X trên địa bàn Y”: khi đó là một dòng có cả hai ô.",
	"Không dùng công thức, không gộp ô, không ẩn trang tính. Mọi lỗi được nêu một lần, kèm trang tính, dòng và cột; có lỗi thì không ghi gì.",
	"Tệp không có lỗi thành một bản dự thảo. Quy chế chỉ có hiệu lực khi bản dự thảo được ban hành.",
}

var (
	slots     = sheet.Words("intake.slot.", "leader", "department", "officer", "signer", "co_leader", "co_department", "inform")
	selectors = sheet.Words("intake.selector.", "urgency", "kind", "field", "issuer", "area")
	urgencies = sheet.Words("intake.urgency.", string(office.Ordinary), string(office.Urgent), string(office.VeryUrgent), string(office.Express))
)

// forms are the sheets of the workbook, the lists of the JSON document. What their cells offer are the organ's own lists.
func (l *lists) forms() []sheet.Form {
	return []sheet.Form{
		{Key: "clauses", Title: "Điều khoản", Note: "Mỗi dòng một điều khoản.", Most: mostClauses, Columns: []sheet.Column{
			{Key: "reference", Heading: "Điều khoản", Required: true, Note: "Chỗ của nó trong quy chế, như “Điều 3 khoản 2”."},
			{Key: "wording", Heading: "Nội dung", Longest: 2000, Note: "Như quy chế ghi, có thể rút gọn."},
			{Key: "slot", Heading: "Vai trò", Required: true, Choices: slots},
			{Key: "who", Heading: "Chức danh hoặc đơn vị", Required: true, Choices: l.targets(), Note: "Đơn vị với vai trò của đơn vị, chức danh với các vai trò khác."},
			{Key: "fields", Heading: "Lĩnh vực", Kind: sheet.List, Choices: l.fields},
			{Key: "areas", Heading: "Địa bàn", Kind: sheet.List, Choices: l.areas},
			{Key: "kinds", Heading: "Loại văn bản", Kind: sheet.List, Choices: l.kinds},
			{Key: "issuers", Heading: "Cơ quan ban hành", Kind: sheet.List, Choices: l.issuers, Note: "Loại cơ quan, hoặc một cơ quan."},
			{Key: "urgencies", Heading: "Độ khẩn", Kind: sheet.List, Choices: urgencies},
		}},
		{Key: "regulation", Title: "Quy chế", Note: "Một dòng cho cả quy chế.", Most: 1, Columns: []sheet.Column{
			{Key: "title", Heading: "Tên quy chế", Required: true, Longest: 300},
			{Key: "deputy", Heading: "Điều hành khi người đứng đầu vắng", Choices: l.posts, Note: "Cấp phó điều hành cơ quan."},
			{Key: "precedence", Heading: "Thứ tự ưu tiên", Kind: sheet.List, Choices: selectors,
				Note: "Khi hai điều khoản ngang nhau. Đủ năm tiêu chí; để trống thì theo thứ tự mặc định: độ khẩn, loại văn bản, lĩnh vực, tác giả, địa bàn."},
		}},
		{Key: "substitutes", Title: "Người thay", Note: "Khi một chức danh vắng hoặc khuyết.", Most: 500, Columns: []sheet.Column{
			{Key: "post", Heading: "Chức danh", Required: true, Choices: l.posts},
			{Key: "instead", Heading: "Thay bằng", Required: true, Kind: sheet.List, Choices: l.posts, Note: "Theo thứ tự."},
		}},
	}
}
