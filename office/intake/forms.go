package intake

import (
	"congvan/office"
	"congvan/office/document"
	"congvan/office/regulation"
	"congvan/routing"
	"congvan/sheet"
)

// Guide are the lines at the head of the workbook's sheet of explanations.
var Guide = []string{
	"Mẫu nhập dữ liệu tổ chức vào Công Văn. Mỗi trang tính một nội dung; dòng đầu là tên cột, cột có dấu * phải ghi.",
	"Không dùng công thức, không gộp ô, không ẩn trang tính. Ngày ghi như 31/12/2026. Nhiều giá trị trong một ô cách nhau bằng dấu chấm phẩy.",
	"Khóa nhận biết: mã cơ quan; mã đơn vị, mã vị trí trong cơ quan; tài khoản của người. Nhập lại cùng dữ liệu không thay đổi gì.",
	"Nhập thử trước: congvan import TỆP --dry-run. Mọi lỗi được nêu một lần, kèm trang tính, dòng và cột; có lỗi thì không ghi gì.",
	"Không xóa gì: dòng không có trong tệp vẫn giữ. Thôi giữ vị trí: ghi ngày thôi vào dòng cũ, thêm dòng mới cho người sau.",
}

var (
	roles = sheet.Words("intake.role.", string(office.RoleHead), string(office.RoleDeputy), string(office.RoleChiefOfOffice), string(office.RoleDepartmentHead),
		string(office.RoleDepartmentVice), string(office.RoleClerk), string(office.RoleOrganiser), string(office.RoleOfficer), string(office.RoleInspector), string(office.RoleAdministrator))
	slots      = sheet.Words("intake.slot.", "leader", "department", "officer", "signer", "co_leader", "co_department", "inform")
	selectors  = sheet.Words("intake.selector.", "urgency", "kind", "field", "issuer", "area")
	urgencies  = sheet.Words("intake.urgency.", string(office.Ordinary), string(office.Urgent), string(office.VeryUrgent), string(office.Express))
	capacities = sheet.Words("intake.kind.", "primary", "concurrent", "acting", "in_charge")
	ways       = sheet.Words("intake.way.", "distributor", "leader", "leader_and_department")
	styles     = sheet.Words("intake.style.", "nd30", "party")
	places     = sheet.Words("intake.place.", "xa", "phuong", "dac_khu", "thanh_pho", "tinh")
)

var organColumn = sheet.Column{Key: "organ", Heading: "Mã cơ quan", Required: true, Longest: 35, Note: "Mã định danh của cơ quan."}

// kinds of document by their abbreviation; the word is the abbreviation itself.
func kinds() []sheet.Choice {
	var list []sheet.Choice
	for _, kind := range document.Kinds() {
		list = append(list, sheet.Choice{Value: string(kind.Code), Word: string(kind.Code)})
	}
	return list
}

// Forms are the sheets of the workbook, the lists of the JSON document.
func Forms() []sheet.Form {
	var classes []sheet.Choice
	for _, class := range regulation.Classes() {
		classes = append(classes, sheet.Words("intake.class.", class)...)
	}
	return []sheet.Form{
		{Key: "localities", Title: "Đơn vị hành chính", Note: "Chỉ cần khi đơn vị chưa có trong hệ thống.", Columns: []sheet.Column{
			{Key: "code", Heading: "Mã đơn vị hành chính", Required: true, Longest: 5, Note: "Mã 5 chữ số, giữ số 0 ở đầu; cấp tỉnh 2 chữ số."},
			{Key: "name", Heading: "Tên", Required: true, Note: "Như “Tương Mai”."},
			{Key: "kind", Heading: "Loại", Required: true, Choices: places},
			{Key: "full_name", Heading: "Tên đầy đủ", Required: true, Note: "Như “Phường Tương Mai”."},
		}},
		{Key: "organs", Title: "Cơ quan", Columns: []sheet.Column{
			organColumn,
			{Key: "locality", Heading: "Mã đơn vị hành chính", Required: true, Longest: 5},
			{Key: "superior", Heading: "Cơ quan cấp trên", Longest: 35, Note: "Mã cơ quan; để trống nếu không có."},
			{Key: "name", Heading: "Tên cơ quan", Required: true},
			{Key: "short_name", Heading: "Tên gọn", Required: true, Note: "Như “UBND phường Tương Mai”."},
			{Key: "abbreviation", Heading: "Viết tắt", Required: true, Longest: 20, Note: "Như trong ký hiệu văn bản: “UBND”."},
			{Key: "issuer_class", Heading: "Loại cơ quan ban hành", Required: true, Choices: classes},
			{Key: "style", Heading: "Thể thức", Choices: styles, Note: "Để trống: Nghị định 30."},
			{Key: "place_name", Heading: "Địa danh", Required: true, Note: "Như trong dòng ngày tháng của văn bản."},
			{Key: "way", Heading: "Cách chuyển văn bản đến", Choices: ways, Note: "Để trống: chuyển thẳng lãnh đạo phụ trách."},
			{Key: "trusted_senders", Heading: "Tự vào sổ văn bản của", Kind: sheet.List, Longest: 35, Note: "Mã các cơ quan gửi."},
		}},
		{Key: "areas", Title: "Địa bàn", Columns: []sheet.Column{
			organColumn,
			{Key: "area", Heading: "Mã địa bàn", Required: true, Longest: 40, Note: "Như “tdp-12”."},
			{Key: "name", Heading: "Tên địa bàn", Required: true},
		}},
		{Key: "departments", Title: "Đơn vị", Columns: []sheet.Column{
			organColumn,
			{Key: "department", Heading: "Mã đơn vị", Required: true, Longest: 40},
			{Key: "name", Heading: "Tên đơn vị", Required: true},
			{Key: "abbreviation", Heading: "Viết tắt", Required: true, Longest: 20},
			{Key: "is_office", Heading: "Là văn phòng", Kind: sheet.Flag},
		}},
		{Key: "posts", Title: "Vị trí", Columns: []sheet.Column{
			organColumn,
			{Key: "post", Heading: "Mã vị trí", Required: true, Longest: 40},
			{Key: "department", Heading: "Mã đơn vị", Longest: 40, Note: "Để trống với lãnh đạo cơ quan."},
			{Key: "title", Heading: "Chức danh", Required: true},
			{Key: "signs", Heading: "Chức danh khi ký", Note: "Chỉ ghi khi khác chức danh."},
			{Key: "role", Heading: "Vai trò", Required: true, Choices: roles},
		}},
		{Key: "people", Title: "Người", Columns: []sheet.Column{
			organColumn,
			{Key: "account", Heading: "Tài khoản", Required: true, Longest: 64, Note: "Chữ thường không dấu, số, dấu chấm, gạch; như “tuongmai.chutich”."},
			{Key: "name", Heading: "Họ và tên", Required: true},
		}},
		{Key: "appointments", Title: "Giữ vị trí", Columns: []sheet.Column{
			organColumn,
			{Key: "post", Heading: "Mã vị trí", Required: true, Longest: 40},
			{Key: "account", Heading: "Tài khoản", Required: true, Longest: 64},
			{Key: "kind", Heading: "Hình thức", Choices: capacities, Note: "Để trống: chính thức."},
			{Key: "starts_on", Heading: "Từ ngày", Kind: sheet.Day, Required: true},
			{Key: "ends_on", Heading: "Thôi từ ngày", Kind: sheet.Day, Note: "Ngày đầu tiên không còn giữ."},
			{Key: "basis", Heading: "Căn cứ", Note: "Số văn bản phân công."},
		}},
		{Key: "regulations", Title: "Quy chế", Note: "Mỗi dòng một phiên bản quy chế phân công.", Columns: []sheet.Column{
			organColumn,
			{Key: "number", Heading: "Số văn bản", Longest: 60, Note: "Của văn bản ban hành; để trống thì là bản dự thảo."},
			{Key: "title", Heading: "Tên quy chế", Required: true},
			{Key: "adopted_on", Heading: "Ngày ban hành", Kind: sheet.Day},
			{Key: "effective_from", Heading: "Hiệu lực từ", Kind: sheet.Day},
			{Key: "precedence", Heading: "Thứ tự ưu tiên", Kind: sheet.List, Choices: selectors, Note: "Đủ năm tiêu chí; để trống thì theo thứ tự mặc định."},
			{Key: "deputy", Heading: "Điều hành khi người đứng đầu vắng", Longest: 40, Note: "Mã vị trí."},
		}},
		{Key: "clauses", Title: "Điều khoản", Columns: []sheet.Column{
			organColumn,
			{Key: "number", Heading: "Số văn bản", Longest: 60, Note: "Của quy chế; để trống với bản dự thảo."},
			{Key: "reference", Heading: "Điều khoản", Required: true, Note: "Như “Điều 3 khoản 2”."},
			{Key: "wording", Heading: "Nội dung", Longest: 1000},
			{Key: "slot", Heading: "Phân công", Required: true, Choices: slots},
			{Key: "post", Heading: "Mã vị trí", Longest: 40}, {Key: "department", Heading: "Mã đơn vị", Longest: 40},
			{Key: "fields", Heading: "Lĩnh vực", Kind: sheet.List, Longest: 40, Note: "Mã lĩnh vực, như 07; KT."},
			{Key: "areas", Heading: "Địa bàn", Kind: sheet.List, Longest: 40},
			{Key: "kinds", Heading: "Loại văn bản", Kind: sheet.List, Choices: kinds()},
			{Key: "issuers", Heading: "Tác giả", Kind: sheet.List, Longest: 40, Note: "Loại cơ quan ban hành (mã), hoặc mã cơ quan."},
			{Key: "urgencies", Heading: "Độ khẩn", Kind: sheet.List, Choices: urgencies},
		}},
		{Key: "substitutes", Title: "Người thay", Columns: []sheet.Column{
			organColumn,
			{Key: "number", Heading: "Số văn bản", Longest: 60},
			{Key: "post", Heading: "Mã vị trí", Required: true, Longest: 40},
			{Key: "instead", Heading: "Thay bằng", Required: true, Kind: sheet.List, Longest: 40, Note: "Mã các vị trí, theo thứ tự."},
		}},
		{Key: "delegations", Title: "Ủy quyền", Columns: []sheet.Column{
			organColumn,
			{Key: "from_post", Heading: "Của vị trí", Required: true, Longest: 40},
			{Key: "to_post", Heading: "Cho vị trí", Required: true, Longest: 40},
			{Key: "fields", Heading: "Lĩnh vực", Kind: sheet.List, Longest: 40, Note: "Để trống: toàn bộ."},
			{Key: "number", Heading: "Số văn bản", Required: true, Longest: 60},
			{Key: "starts_on", Heading: "Từ ngày", Required: true, Kind: sheet.Day},
			{Key: "ends_on", Heading: "Thôi từ ngày", Kind: sheet.Day},
		}},
		{Key: "groups", Title: "Nhóm nơi nhận", Columns: []sheet.Column{
			organColumn,
			{Key: "name", Heading: "Tên nhóm", Required: true, Longest: 120},
			{Key: "members", Heading: "Nơi nhận", Required: true, Kind: sheet.List, Longest: 35, Note: "Mã các cơ quan trực thuộc."},
		}},
	}
}

// selector reads the word of one of the five selectors.
func selector(word string) routing.Selector {
	var s routing.Selector
	if err := s.UnmarshalText([]byte(word)); err != nil {
		return routing.NoSelector // the form holds none but the five
	}
	return s
}
